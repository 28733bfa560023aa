import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ENV_VARIABLES } from "../../functions/env.js";
import { createMetrics } from "../../functions/metrics.js";
import { FUNCTIONS } from "../../scripts/bundle/functions.js";
import { type Module, readModule, root } from "./module.js";
import { GRANTS, grantTable } from "./permissions.js";
import { moduleTables, replaceTables } from "./tables.js";

let module: Module;
let examples: readonly Module[];
beforeAll(async () => {
  module = await readModule("terraform");
  examples = [
    await readModule("terraform/examples/complete"),
    await readModule("terraform/examples/minimal"),
  ];
});

const read = (path: string) => readFileSync(join(root, path), "utf8");
const terraform = readdirSync(join(root, "terraform"))
  .filter((name) => name.endsWith(".tf"))
  .map((name) => read(`terraform/${name}`))
  .join("\n");

describe("variables and outputs", () => {
  it("are described, in alphabetical order", () => {
    for (const { variables, outputs } of [module, ...examples]) {
      for (const list of [variables, outputs]) {
        const names = list.map(({ name }) => name);
        expect(names).toEqual(names.toSorted());
        for (const { name, description } of list) {
          expect(`${name}: ${description}`).toMatch(/: \S.*\.$/s);
        }
      }
    }
  });

  it("are in the README's tables as they are", () => {
    const page = read("terraform/README.md");
    expect(module.variables.length).toBeGreaterThan(10);
    expect(replaceTables(page, moduleTables(module))).toBe(page);
  });
});

/** Settings that Terraform leaves alone, each with its reason. */
const NOT_DEPLOYED: Readonly<Record<string, string>> = {
  GRAMAI_MODEL: "the embedded model serves until one is promoted",
  GRAMAI_HUB: "Hugging Face's hub, unless somebody runs a mirror",
  GRAMAI_WORDS_FILE: "no file is mounted into a function",
  GRAMAI_STORE: "a folder in the bucket's place, on one machine",
  GRAMAI_TRAINER_PYTHON: "jobs run on Vertex AI",
};

describe("environment variables", () => {
  it("that the functions read are those that Terraform sets", () => {
    const set = [
      ...terraform.matchAll(/\b(GRAMAI_[A-Z_]+|OTEL_[A-Z_]+|GOOGLE_CLOUD_PROJECT) += /g),
    ].map(([, name]) => name ?? "");
    const read = Object.keys(ENV_VARIABLES).filter((name) => !(name in NOT_DEPLOYED));
    expect([...new Set(set)].toSorted()).toEqual(read.toSorted());
  });

  it("left alone are known to the code", () => {
    for (const name of Object.keys(NOT_DEPLOYED)) expect(ENV_VARIABLES).toHaveProperty(name);
  });
});

describe("functions", () => {
  it("are made by Terraform for every bundle, and only where there is code", () => {
    const made = Object.keys(module.locals.functions as object);
    for (const { name } of FUNCTIONS) expect(made).toContain(name);
    const code = readdirSync(join(root, "functions"));
    for (const name of made) expect(code).toContain(`${name}.ts`);
  });
});

describe("roles", () => {
  it("are those of the table in code", () => {
    expect(grantsOfTerraform().toSorted()).toEqual(
      GRANTS.map(({ account, role }) => `${account} ${role}`).toSorted(),
    );
  });

  it("are those of the table in docs/security.md", () => {
    expect(read("docs/security.md")).toContain(grantTable());
  });

  it("let `correct` see that a file is missing, and read only its folders", () => {
    // Without the right to list, Cloud Storage says 403 of an object that is not there: an alias
    // before the first promotion would look like a fault, and no instance would start.
    const { reader_conditions: condition } = module.locals as Record<string, string>;
    expect(condition).toContain('resource.name == \\"${local._bucket}\\"');
    expect(module.locals.data_readers).toEqual({ correct: ["models/"] });
    expect(String(module.locals.data_viewers)).not.toContain("correct");
  });

  it("are never an owner's, an editor's or an administrator's of IAM", () => {
    expect(terraform).not.toMatch(/roles\/(owner|editor|iam\.securityAdmin|resourcemanager)/);
    expect(terraform).not.toMatch(/roles\/\w+\.admin"(?<!ondemandscanning\.admin")/);
    expect(terraform.match(/allUsers"\n/g)?.length).toBe(1);
  });
});

describe("observability", () => {
  const code = ["functions", "core"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts") && !name.includes("test"))
        .map((name) => read(join(folder, name))),
    )
    .join("\n");
  const rules = `${read("terraform/monitoring/alerts.yaml")}${read("terraform/monitoring/dashboard.json")}`;

  it("counts log lines that the code writes, and numbers that they carry", () => {
    const metrics = Object.values(
      module.locals.log_metrics as Record<string, Record<string, string>>,
    );
    expect(metrics.length).toBeGreaterThan(3);
    for (const { message, value, label } of metrics) {
      expect(code).toContain(`"${message}"`);
      if (value) expect(code).toMatch(new RegExp(`note\\(\\{ ${value}\\b`));
      if (label) expect(code).toMatch(new RegExp(`\\b${label}[,:] `));
    }
  });

  it("alerts on and draws every metric counted from logs, and no other", () => {
    const used = [...rules.matchAll(/user_(gramai_[a-z_]+?)(?:_sum)?\{/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(Object.keys(module.locals.log_metrics as object)));
  });

  it("documents every metric that an instance exposes", async () => {
    const { text } = await createMetrics(() => ({ hits: 0, misses: 0, bytes: 0 })).expose();
    const names = [...text.matchAll(/^# TYPE (gramai_\w+)/gm)].map(([, name]) => name ?? "");
    expect(names.length).toBeGreaterThan(7);
    const page = read("docs/deploy.md");
    const documented = [...page.matchAll(/^\| `(gramai_\w+)`/gm)].map(([, name]) => name ?? "");
    expect(documented.toSorted()).toEqual(names.toSorted());
  });

  it("draws a dashboard that Cloud Monitoring's JSON reads", () => {
    const text = read("terraform/monitoring/dashboard.json");
    const json = JSON.parse(text.replaceAll("$${", "{").replaceAll("${", "{"));
    expect(json.mosaicLayout.tiles.length).toBeGreaterThan(5);
    for (const { widget } of json.mosaicLayout.tiles) expect(widget.title).toMatch(/\S/);
  });
});

/** Every `identity role` pair that Terraform grants to an identity of ours. */
function grantsOfTerraform(): readonly string[] {
  const locals = module.locals as Readonly<Record<string, Record<string, readonly string[]>>>;
  const projectRoles = Object.entries(locals.project_roles ?? {}).flatMap(([account, roles]) =>
    roles.map((role) => `${account} ${role.replace("custom/", "")}`),
  );
  const writers = Object.keys(locals.data_writers ?? {}).map(
    (account) => `${account} roles/storage.objectUser`,
  );
  const viewers = String(locals.data_viewers).matchAll(/"(\w+)"/g);
  const readers = [
    ...Object.keys(locals.data_readers ?? {}),
    ...[...viewers].map(([, account]) => account),
  ].map((account) => `${account} roles/storage.objectViewer`);
  const secrets = Object.values(
    module.locals.secrets as Record<string, { readonly readers: readonly string[] }>,
  ).flatMap((secret) => secret.readers.map((name) => `${name} roles/secretmanager.secretAccessor`));
  // The rest names its identity outright: one resource, one role, one member.
  const single = Object.entries(module.resources).flatMap(([address, block]) => {
    if (!/_iam_member\./.test(address) || typeof block.role !== "string") return [];
    const text = JSON.stringify(block).replaceAll('\\"', '"');
    const members = [...text.matchAll(/google_service_account\.this\["([a-z-]+)"\]/g)];
    return members
      .filter(
        ([, name]) =>
          name !== undefined &&
          !text.includes(`service_account_id":"\${google_service_account.this["${name}"]`),
      )
      .map(([, name]) => `${name} ${String(block.role)}`);
  });
  const users = ["build roles/iam.serviceAccountUser", "train roles/iam.serviceAccountUser"];
  return [...new Set([...projectRoles, ...writers, ...readers, ...secrets, ...single, ...users])];
}
