import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ADAPTERS, PREDEFINED_ROLES } from "./calls.js";
import { readModule, root } from "./module.js";
import { GRANTS } from "./permissions.js";

const read = (path: string) => readFileSync(join(root, path), "utf8");

let customRoles: Readonly<Record<string, readonly string[]>>;
beforeAll(async () => {
  const { locals } = await readModule("terraform");
  const roles = locals.custom_roles as Record<string, { permissions: readonly string[] }>;
  customRoles = Object.fromEntries(
    Object.entries(roles).map(([name, { permissions }]) => [name, permissions]),
  );
});

describe("calls to Google", () => {
  it.each(ADAPTERS)("of $path are those of the table", ({ path, pattern, calls }) => {
    const made = [...read(path).matchAll(pattern)].map(([, method]) => method);
    expect(new Set(made)).toEqual(new Set(Object.keys(calls)));
  });

  it("are made in no other file of the adapters", () => {
    const known = new Set(ADAPTERS.map(({ path }) => path));
    const others = readdirSync(join(root, "infra/gcp"))
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => `infra/gcp/${name}`)
      .filter((path) => !known.has(path));
    // Credentials, the clients themselves, and what a job is asked for.
    expect(others.map((path) => path.replace("infra/gcp/", "")).toSorted()).toEqual([
      "clients.ts",
      "google-token.ts",
      "job-request.ts",
    ]);
  });

  it("need what the identity's roles hold", () => {
    const accounts = [...new Set(ADAPTERS.flatMap((adapter) => adapter.accounts))];
    for (const account of accounts) {
      const roles = GRANTS.filter((grant) => grant.account === account).map(({ role }) => role);
      const held = roles.flatMap((role) => PREDEFINED_ROLES[role] ?? customRoles[role] ?? []);
      const needed = ADAPTERS.filter((adapter) => adapter.accounts.includes(account));
      for (const { path, calls } of needed) {
        for (const permission of Object.values(calls)) {
          expect(held, `${account} runs ${path}`).toContain(permission);
        }
      }
    }
  });

  it("use all that our own roles hold", () => {
    const needed = new Set(ADAPTERS.flatMap(({ calls }) => Object.values(calls)));
    for (const permission of Object.values(customRoles).flat()) {
      expect(needed).toContain(permission);
    }
  });
});
