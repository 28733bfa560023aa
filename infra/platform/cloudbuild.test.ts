import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../scripts/bundle/functions.js";
import {
  BUILT_IN_SUBSTITUTIONS,
  commandOf,
  MissingVariableError,
  readBuildFile,
} from "../../scripts/release/build-file.js";
import { root } from "./module.js";

const text = readFileSync(join(root, "cloudbuild.yaml"), "utf8");
const build = readBuildFile(join(root, "cloudbuild.yaml"));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const scripts = readdirSync(join(root, "scripts/release")).filter((name) => name.endsWith(".sh"));
const words = build.steps.flatMap((step) =>
  [step.entrypoint, ...step.args].flatMap((argument) => argument.split(" ")),
);

describe("cloudbuild.yaml", () => {
  it("goes through the stages in order", () => {
    const stages = ["check", "test", "bundle", "scan", "push", "plan", "deploy", "smoke"];
    const order = [...stages, "shift", "tag"];
    const ids = build.steps.map(({ id }) => id);
    expect(ids.filter((id) => order.includes(id))).toEqual(order);
    for (const [index, id] of order.entries()) {
      if (index === 0) continue;
      expect(ancestors(id), id).toContain(order[index - 1]);
    }
  });

  it("gives every step an id, something to wait for and a time limit", () => {
    const ids = build.steps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const step of build.steps) {
      expect(step.timeout, step.id).toMatch(/^\d+s$/);
      for (const id of step.waitFor) expect(["-", ...ids], step.id).toContain(id);
      expect(step.name, step.id).toMatch(/^[\w./-]+(:[\w.-]+)?$/);
    }
    expect(build.timeout).toMatch(/^\d+s$/);
    expect(build.serviceAccount).toContain("-build@");
  });

  it("names only scripts that exist and may be run, and every script", () => {
    const named = words.filter((word) => word.startsWith("scripts/"));
    for (const path of named) {
      expect(existsSync(join(root, path)), path).toBe(true);
      if (process.platform !== "win32") {
        expect(statSync(join(root, path)).mode & 0o111, path).not.toBe(0);
      }
    }
    const used = new Set(named.map((path) => path.replace("scripts/release/", "")));
    // Called by shift.sh, and by hand.
    expect(new Set(scripts)).toEqual(new Set([...used, "rollback.sh"]));
  });

  it("runs only npm scripts that exist", () => {
    const runs = build.steps.flatMap(({ args }) => {
      const at = args.indexOf("run");
      return args.includes("npm") && at >= 0 ? [args[at + 1]] : [];
    });
    expect(runs).toEqual(["check", "check:dependencies", "build"]);
    for (const name of runs) expect(manifest.scripts).toHaveProperty([name ?? ""]);
  });

  it("uses only substitutions that are set, and uses every one", () => {
    const used = new Set([...text.matchAll(/\$\{?([A-Z_][A-Z_0-9]*)\}?/g)].map(([, name]) => name));
    expect(used).toEqual(new Set([...Object.keys(build.substitutions), ...BUILT_IN_SUBSTITUTIONS]));
  });

  it("gives its scripts every variable they ask for", () => {
    const given = build.options.env.map((pair) => pair.split("=")[0]);
    const wanted = scripts.flatMap((name) =>
      [...readFileSync(join(root, "scripts/release", name), "utf8").matchAll(/\$\{(\w+):\?/g)]
        .map(([, variable]) => variable)
        .filter((variable) => !/^\d$/.test(variable ?? "")),
    );
    expect(wanted.length).toBeGreaterThan(5);
    for (const variable of wanted) expect(given).toContain(variable);
  });

  it("has steps that are commands for any machine, with all substitutions filled in", () => {
    const given = { PROJECT_ID: "p", COMMIT_SHA: "c0ffee", REGION: "us-east1" };
    for (const { id } of build.steps) {
      const { file, args, env } = commandOf(build, id, given);
      expect([file, ...args, ...Object.values(env)].join(" "), id).not.toMatch(/\$\{?[A-Z_]/);
    }
    const { args, env } = commandOf(build, "build-correct", given);
    expect(args[1]).toBe("us-east1-docker.pkg.dev/p/gramai-images/correct:c0ffee");
    expect(env).toMatchObject({ STATE_BUCKET: "p-terraform", REGION: "us-east1" });
    // A script says itself what it misses; a command cannot.
    expect(commandOf(build, "check", {}).env).not.toHaveProperty("PROJECT_ID");
    expect(() => commandOf(build, "build-correct", {})).toThrow(MissingVariableError);
    expect(() => commandOf(build, "deply", given)).toThrow(/out of install, check/);
  });

  it("builds an image of each function from its bundle", () => {
    const packed = build.steps.filter(({ entrypoint }) => entrypoint === "pack");
    expect(packed.map(({ id }) => id).toSorted()).toEqual(
      FUNCTIONS.map(({ name }) => `build-${name}`).toSorted(),
    );
    for (const { id, args } of packed) {
      const name = id.replace("build-", "");
      expect(args).toContain(`--path=dist/${name}`);
      expect(args).toContain(`--env=GOOGLE_FUNCTION_TARGET=${name}`);
      expect(args).toContain("--env=GOOGLE_VENDOR_NPM_DEPENDENCIES=true");
      expect(ancestors("scan")).toContain(id);
    }
  });

  it("sets the substitutions that Terraform's trigger sets", () => {
    const tf = readFileSync(join(root, "terraform/build.tf"), "utf8");
    const [, body = ""] = /build_substitutions = \{(.*?)\n {2}\}/s.exec(tf) ?? [];
    const set = [...body.matchAll(/^ +(_\w+)/gm)].map(([, name]) => name);
    expect(set.toSorted()).toEqual(Object.keys(build.substitutions).toSorted());
  });
});

/** Every step that must have ended before `id` begins. */
function ancestors(id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    for (const before of build.steps.find((step) => step.id === name)?.waitFor ?? []) {
      if (!found.has(before)) {
        found.add(before);
        visit(before);
      }
    }
  };
  visit(id);
  return found;
}
