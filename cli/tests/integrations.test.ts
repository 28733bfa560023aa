import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { freePort, root, runNode, startNode, waitForOutput } from "./processes.js";

const read = (file: string) => parse(readFileSync(join(root, file), "utf8"));
const BIN = join(root, "cli", "bin.mjs");
const EMBEDDED = { GRAMAI_MODEL: join(root, "models", "embedded") };

const WRONG = "# Notes\n\nThe adress is on the letter. Call `adress()` tommorow.\n";
const FIXED = WRONG.replace("The adress", "The address").replace("tommorow", "tomorrow");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gramai-integrations-"));
  writeFileSync(join(folder, "right.md"), "`12.5 %`\n");
  writeFileSync(join(folder, "wrong.md"), WRONG);
  writeFileSync(join(folder, "code.py"), "recieve = 1\n");
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
  git("init", "--quiet");
  git("add", ".");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the pre-commit hooks", () => {
  const hooks = read(".pre-commit-hooks.yaml") as { id: string; entry: string; types: string[] }[];

  /** Runs a hook on the repository's Markdown, as pre-commit does. */
  async function runHook(id: string) {
    const { entry = "", types } = hooks.find((hook) => hook.id === id) ?? {};
    expect(types).toEqual(["markdown"]);
    const [program, ...args] = entry.split(" ");
    expect(program).toBe(Object.keys(read("package.json").bin)[0]);
    const listed = execFileSync("git", ["ls-files", "*.md"], { cwd: folder, encoding: "utf8" });
    const files = listed.trim().split("\n");
    const run = await runNode([BIN, ...args, ...files], { cwd: folder, env: EMBEDDED });
    expect(run.stderr).toBe("");
    return { ...run, wrong: readFileSync(join(folder, "wrong.md"), "utf8") };
  }

  it("gramai lists what is wrong, fails, and changes nothing", async () => {
    const { status, stdout, wrong } = await runHook("gramai");
    expect([status, wrong]).toEqual([1, WRONG]);
    expect(stdout).toMatch(/^wrong\.md:3:5: .*address.*\nwrong\.md:3:46: .*tomorrow.*\n$/);
  });

  it("gramai-fix corrects the files and leaves code alone", async () => {
    expect(await runHook("gramai-fix")).toMatchObject({ status: 0, wrong: FIXED });
    writeFileSync(join(folder, "wrong.md"), WRONG);
  });
});

describe("gramai serve", () => {
  it("serves the page and the API on the port it is given", async () => {
    const port = await freePort();
    const env = { ...EMBEDDED, GRAMAI_STORE: join(folder, "store"), GRAMAI_WORKERS: "1" };
    const service = startNode([BIN, "serve", "--port", String(port)], { cwd: folder, env });
    try {
      await waitForOutput(service, "Try: curl");
      const origin = `http://localhost:${port}`;
      expect(await (await fetch(origin)).text()).toContain("<title>GramAI</title>");
      const body = new URLSearchParams({ language: "en-US", text: "Did you recieve it?" });
      const answer = await fetch(`${origin}/v2/check`, { method: "POST", body });
      expect(await answer.json()).toMatchObject({ matches: [{ offset: 8, length: 7 }] });
    } finally {
      const ended = once(service, "close");
      service.kill("SIGTERM");
      await ended;
    }
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
        ...EMBEDDED,
        ...Object.fromEntries(env),
      },
      encoding: "utf8",
    });
    expect([run.status, run.stderr]).toEqual([status, ""]);
    expect(run.stdout.includes("wrong.md:3:")).toBe(status === 1);
  });
});
