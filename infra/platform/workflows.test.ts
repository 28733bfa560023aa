import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readBuildFile } from "../../scripts/release/build-file.js";
import { root } from "./module.js";

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly "timeout-minutes": number;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

const folder = join(root, ".github/workflows");
const workflows = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
const jobs = workflows.flatMap((text) => Object.values((parse(text) as Workflow).jobs));
const runs = jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => (run ? [run] : [])));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

describe(".github/workflows", () => {
  it("run npm scripts and paths that exist", () => {
    const scripts = runs.flatMap((run) => [...run.matchAll(/npm run ([\w:-]+)/g)]);
    expect(scripts.length).toBeGreaterThan(2);
    for (const [, name = ""] of scripts) expect(manifest.scripts).toHaveProperty([name]);
    const paths = runs.flatMap((run) => [...run.matchAll(/[\w.-]+\/[\w./-]+\b(?!@)/g)]);
    const ours = paths.map(([path]) => path).filter((path) => !/^(npm|@)/.test(path));
    for (const path of ours) expect(existsSync(join(root, path)), path).toBe(true);
  });

  it("may read and nothing else, and stop by themselves", () => {
    for (const text of workflows) {
      expect((parse(text) as Workflow).permissions).toEqual({ contents: "read" });
    }
    for (const job of jobs) expect(job["timeout-minutes"]).toBeGreaterThan(0);
  });

  it("check what a release checks", () => {
    const build = readBuildFile(join(root, "cloudbuild.yaml"));
    const before = build.steps.slice(
      0,
      build.steps.findIndex(({ id }) => id === "test"),
    );
    const checks = before.flatMap(({ args }) => args.filter((word) => word.startsWith("check:")));
    for (const name of ["check", "check:terraform", ...checks]) {
      expect(runs).toContain(`npm run ${name}`);
    }
  });
});
