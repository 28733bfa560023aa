import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

// By URL: the script is plain JavaScript, so that it runs before anything is installed.
const { ensurePythonEnv } = await import(new URL("./python-env.mjs", import.meta.url).href);

describe("the trainer's Python environment", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "python-env-"));
    writeFileSync(join(folder, "requirements-cpu.lock"), "");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("says which Python it wants when none fits, and leaves nothing behind", () => {
    const env = { ...process.env, GRAMAI_PYTHON: "no-such-python" };
    const log: string[] = [];
    expect(() => ensurePythonEnv({ folder, env, log: (line: string) => log.push(line) })).toThrow(
      "expected Python 3.11, 3.12 or 3.13, found none (tried no-such-python)",
    );
    expect(log).toEqual([]);
    expect(existsSync(join(folder, ".venv"))).toBe(false);
  });

  it("takes no program for Python that is not one", () => {
    const env = { ...process.env, GRAMAI_PYTHON: process.execPath };
    expect(() => ensurePythonEnv({ folder, env })).toThrow("Install one of them or name it");
  });
});
