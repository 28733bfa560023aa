import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root, runNode } from "../cli/tests/processes.js";
import { startServer } from "../functions/tests/util.js";
import { listTree } from "../scripts/bundle/tree.js";

const folder = mkdtempSync(join(tmpdir(), "gramai-client-"));
const entry = join(folder, "client", "index.js");

beforeAll(async () => {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const built = await runNode([tsc, "-p", "client", "--noEmit", "false", "--outDir", folder]);
  expect(built).toEqual({ status: 0, stdout: "", stderr: "" });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("is built where the package's exports point", () => {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const places = Object.values(exports["./client"] as Record<string, string>);
  const files = listTree(folder).map((file) => `./dist/client/${file}`);
  expect(places.filter((place) => !files.includes(place))).toEqual([]);
});

it("needs no package, so that browsers can load it", () => {
  const code = listTree(folder).filter(
    (file) => file.startsWith("client/") && file.endsWith(".js"),
  );
  const imports = code.flatMap(
    (file) => readFileSync(join(folder, file), "utf8").match(/from "[^"]+"/g) ?? [],
  );
  expect(imports.length).toBeGreaterThan(2);
  expect(imports.filter((from) => !from.startsWith('from "./'))).toEqual([]);
});

it("does what the README shows", async () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const [, example = ""] = /```js\r?\n([\s\S]*?)```/.exec(readme) ?? [];
  const server = await startServer();
  const file = join(folder, "example.mjs");
  writeFileSync(
    file,
    example
      .replace('"gramai/client"', JSON.stringify(pathToFileURL(entry).href))
      .replace("http://localhost:8080", server.url),
  );
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  const { stdout, stderr } = await runNode([file]);
  await server.close();
  expect([stdout, stderr]).toEqual(["He has a car.\n0 I receive mail.\n16 All is well.\n", ""]);
});
