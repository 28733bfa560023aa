import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readModule, root } from "./module.js";
import { moduleTables, replaceTables } from "./tables.js";

it("terraform/README.md has the tables of the variables and outputs as they are", async () => {
  const page = readFileSync(join(root, "terraform", "README.md"), "utf8");
  const module = await readModule("terraform");
  expect(module.variables.length).toBeGreaterThan(10);
  expect(replaceTables(page, moduleTables(module))).toBe(page);
});

it.each(["terraform", "terraform/examples/complete", "terraform/examples/minimal"])(
  "%s describes every variable and output, in alphabetical order",
  async (folder) => {
    const { variables, outputs } = await readModule(folder);
    for (const list of [variables, outputs]) {
      expect(list.map(({ name }) => name)).toEqual(list.map(({ name }) => name).toSorted());
      for (const { name, description } of list) {
        expect(`${name}: ${description}`).toMatch(/: \S.*\.$/s);
      }
    }
  },
);
