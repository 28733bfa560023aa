import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundleTwin } from "./bundle.mjs";

let root: string;

const write = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "gramai-bundle-"));
  await write("package.json", '{ "dependencies": { "left-out": "1.0.0" } }');
  await write("package-lock.json", "{}");
  await write("core/answer.ts", "export const answer: number = 41;");
  await write("functions/none.ts", "export {};");
  await write("cli/twin-start.ts", 'export { answer } from "../core/answer.js";');
  await write("infra/onnx/worker.ts", "export const worker: string = 'onnx';");
  await write("infra/hub/worker.ts", "export const worker: string = 'hub';");
});

afterAll(() => rm(root, { recursive: true }));

const answerOf = async (file: string) => (await import(pathToFileURL(file).href)).answer;

it("bundles once for each state of the sources, workers beside, and keeps a few", async () => {
  const first = await bundleTwin(root);
  const built = await stat(first);
  expect(await answerOf(first)).toBe(41);
  expect((await readdir(dirname(first))).toSorted()).toEqual([
    "hub-worker.js",
    "onnx-worker.js",
    "twin.js",
  ]);
  expect(await bundleTwin(root)).toBe(first);
  expect((await stat(first)).mtimeMs).toBe(built.mtimeMs);

  for (let n = 0; n < 6; n++) {
    await write("core/answer.ts", `export const answer: number = ${100 + n}; // ${"x".repeat(n)}`);
    expect(await answerOf(await bundleTwin(root))).toBe(100 + n);
  }
  expect((await readdir(dirname(dirname(first)))).length).toBeLessThanOrEqual(5);
});
