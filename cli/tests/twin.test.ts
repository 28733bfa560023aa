import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyEdits } from "../../core/edits.js";
import { correctResponseSchema } from "../../core/request.js";
import { freePort, runNode, startNode, TINY_MODEL, TWIN, waitForOutput } from "./processes.js";

describe("npm start", () => {
  it("serves, says where, and ends cleanly on SIGTERM", async () => {
    const port = await freePort();
    const child = startNode(TWIN, { env: { PORT: String(port) } });
    const url = `http://localhost:${port}`;
    const printed = await waitForOutput(child, "Try: curl");
    expect(printed).toContain(`${url}/text/?input_sentence=`);

    const text = "He have a car. She like it 🙂.";
    const response = await fetch(`${url}/v1/correct`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, options: { minConfidence: 0 } }),
    });
    const answer = correctResponseSchema.parse(await response.json());
    expect(applyEdits(text, answer.edits)).toBe(answer.corrected);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(url)).text()).toContain("<title>GramAI</title>");

    const ended = once(child, "close");
    child.kill("SIGTERM");
    // Windows has no signals to catch: the process is just gone.
    expect((await ended)[0]).toBe(process.platform === "win32" ? null : 0);
  });

  it("says in one line that the port is taken", async () => {
    const other = createServer().listen(0);
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const { status, stderr } = await runNode(TWIN, { env: { PORT: String(port) } });
    other.close();
    expect(status).toBe(1);
    expect(stderr).toContain(`Cannot listen on port ${port}`);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it.each([
    { name: "a port", env: { PORT: "80a" }, says: "PORT must be" },
    { name: "a setting", env: { GRAMAI_WORKERS: "0" }, says: "GRAMAI_WORKERS must be" },
  ])("says in one line what is wrong with $name", async ({ env, says }) => {
    const { status, stderr } = await runNode(TWIN, { env });
    expect(status).toBe(1);
    expect(stderr).toContain(says);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("a model that is missing or damaged", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gramai-model-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const rows: readonly { file: string; damage: (path: string) => void }[] = [
    { file: "manifest.json", damage: (path) => rmSync(path) },
    { file: "manifest.json", damage: (path) => writeFileSync(path, "{") },
    { file: "encoder.onnx", damage: (path) => rmSync(path) },
    { file: "decoder.onnx", damage: (path) => writeFileSync(path, flipped(path)) },
    { file: "tokenizer.json", damage: (path) => writeFileSync(path, "") },
  ];
  it.each(rows)("stops the start with one line naming $file", async ({ file, damage }) => {
    const model = join(folder, `${file}-${rows.findIndex((row) => row.damage === damage)}`);
    cpSync(TINY_MODEL, model, { recursive: true });
    damage(join(model, file));
    const { status, stderr } = await runNode(TWIN, { env: { GRAMAI_MODEL: model } });
    expect(status).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(file);
    expect(stderr).toMatch(/copy|export/);
  });
});

/** The file's bytes with one of them changed. */
function flipped(path: string): Uint8Array {
  const bytes = readFileSync(path);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
  return bytes;
}
