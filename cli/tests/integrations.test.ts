import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root, runNode } from "./processes.js";

const read = (file: string) => parse(readFileSync(join(root, file), "utf8"));
const BIN = join(root, "cli", "bin.mjs");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gramai-integrations-"));
  writeFileSync(join(folder, "right.md"), "`12.5 %`\n");
  writeFileSync(join(folder, "wrong.md"), "I recieve a letter tommorow.\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the pre-commit hooks", () => {
  const hooks = read(".pre-commit-hooks.yaml") as { id: string; entry: string; types: string[] }[];

  it.each(hooks)("$id runs the command line on the files it is given", async ({ entry, types }) => {
    expect(types).toEqual(["markdown"]);
    const [program, ...args] = entry.split(" ");
    expect(program).toBe(Object.keys(read("package.json").bin)[0]);
    const run = await runNode([BIN, ...args, "right.md"], { cwd: folder });
    expect(run).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

// The action's shell is bash, which Windows' own folder of programs has only as a stub.
describe.runIf(process.platform !== "win32")("the GitHub Action", () => {
  const action = read("action.yml") as {
    inputs: Record<string, { default: string }>;
    runs: { using: string; steps: { name?: string; run?: string; env?: Record<string, string> }[] };
  };

  it.each([
    { files: "right.md", confidence: "0", status: 0 },
    { files: "*.md", confidence: "0", status: 1 },
  ])("checks $files and exits with $status", ({ files, confidence, status }) => {
    const step = action.runs.steps.find(({ name }) => name === "Check");
    const inputs: Readonly<Record<string, string>> = { files, "min-confidence": confidence };
    const env = Object.entries(step?.env ?? {}).map(([name, value]) => [
      name,
      value
        .replace("${{ github.action_path }}", root)
        .replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, input: string) => {
          expect(action.inputs).toHaveProperty([input]);
          return inputs[input] ?? action.inputs[input]?.default ?? "";
        }),
    ]);
    const run = spawnSync("bash", ["-c", step?.run ?? "exit 9"], {
      cwd: folder,
      env: {
        ...process.env,
        GRAMAI_MODEL: join(root, "models", "embedded"),
        ...Object.fromEntries(env),
      },
      encoding: "utf8",
    });
    expect([run.status, run.stderr]).toEqual([status, ""]);
    expect(run.stdout.includes("wrong.md:1:")).toBe(status === 1);
  });
});
