import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, root, runNode, TINY_MODEL, waitForOutput } from "../cli/tests/processes.js";
import { FUNCTIONS } from "./bundle/functions.js";
import { listTree } from "./bundle/tree.js";

/** A busy machine takes its time to build five bundles. */
const BUILD_MS = 300_000;

const elsewhere = mkdtempSync(join(tmpdir(), "gramai-bundles-"));

beforeAll(async () => {
  const built = await runNode(["--import", "tsx", "scripts/build.ts"]);
  expect([built.status, built.stderr]).toEqual([0, ""]);
  for (const { name } of FUNCTIONS) {
    cpSync(join(root, "dist", name), join(elsewhere, name), { recursive: true });
  }
}, BUILD_MS);
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

describe.each(FUNCTIONS)("the bundle of $name", ({ name, maxBytes }) => {
  const folder = join(elsewhere, name);

  it("is small and holds nothing for other systems", () => {
    const files = listTree(folder);
    const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    expect(bytes).toBeLessThanOrEqual(maxBytes);
    const foreign = files
      .filter((file) => /\.(dll|dylib|exe)$|win32|darwin|arm64/.test(file))
      // A chunk of JavaScript that is named after a system is code that asks which system it runs on.
      .filter((file) => !/^[\w-]+\.js$/.test(file));
    expect(foreign).toEqual([]);
  });

  it("reads at start nothing that only some settings need", () => {
    const atStart = staticImports(folder, "index.mjs");
    expect(atStart.length).toBeGreaterThan(0);
    for (const file of atStart) {
      const code = readFileSync(join(folder, file), "utf8");
      expect(code.includes("http.response.status_code"), file).toBe(false);
    }
    const all = readdirSync(folder).filter((file) => file.endsWith(".js"));
    const lazy = all.filter((file) => !atStart.includes(file));
    expect(
      lazy.some((file) =>
        readFileSync(join(folder, file), "utf8").includes("http.response.status_code"),
      ),
    ).toBe(true);
  });

  it("names no machine and runs no scripts on install", () => {
    const files = listTree(folder);
    const scripts = files
      .filter((file) => /(^|node_modules\/(@[^/]+\/)?[^/]+\/)package\.json$/.test(file))
      .filter((file) => "scripts" in JSON.parse(readFileSync(join(folder, file), "utf8")));
    expect(scripts).toEqual([]);
    expect(readFileSync(join(folder, "index.mjs"), "utf8")).not.toContain(root);
  });

  it("starts on the platform's framework in an empty folder without an environment", async () => {
    const port = await freePort();
    const child = startBundle(folder, { FUNCTION_TARGET: name, PORT: String(port) });
    try {
      await untilAnswers(child, `http://127.0.0.1:${port}/`);
    } finally {
      child.kill();
    }
  });
});

it.runIf(process.platform === "linux" && process.arch === "x64")(
  "corrects from the bundle, with all of its native code",
  async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const child = startBundle(join(elsewhere, "correct"), {
      FUNCTION_TARGET: "correct",
      GRAMAI_MODEL: TINY_MODEL,
      GRAMAI_WORKERS: "1",
      PORT: String(port),
    });
    try {
      await waitForOutput(child, "model loaded");
      const broken = await fetch(`${url}/v1/correct`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: "{broken",
      });
      expect([broken.status, broken.headers.get("content-type")]).toEqual([
        400,
        "application/json",
      ]);
      const corrected = await fetch(`${url}/text/?input_sentence=12.5`, { method: "POST" });
      expect(await corrected.json()).toEqual({ corrected: "12.5" });
      const used = await fetch(`${url}/v1/correct`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ text: "A sentence that the model must read." }),
      });
      expect(used.status).toBe(200);
      expect((await fetch(`${url}/main.js`)).status).toBe(200);
    } finally {
      child.kill();
    }
  },
);

it("bundles every function there is", () => {
  const names = readdirSync(join(root, "functions"))
    .filter((file) => /^[\w-]+\.ts$/.test(file))
    .map((file) => readFileSync(join(root, "functions", file), "utf8"))
    .flatMap((code) => [...code.matchAll(/(?:registerPush\(|FUNCTION_TARGET === )"(\w+)"/g)])
    .map(([, name]) => name);
  expect(FUNCTIONS.map(({ name }) => name).toSorted()).toEqual([...new Set(names)].toSorted());
});

/** Files beside `file` that it imports outright, and those they import; itself first. */
function staticImports(folder: string, file: string): readonly string[] {
  const found = new Set([file]);
  for (const path of found) {
    const code = readFileSync(join(folder, path), "utf8");
    for (const [, next = ""] of code.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) found.add(next);
  }
  return [...found];
}

/** As the platform does: the framework's own command, and nothing in the environment but these. */
function startBundle(folder: string, env: Readonly<Record<string, string>>): ChildProcess {
  const framework = "node_modules/@google-cloud/functions-framework/build/src/main.js";
  expect(existsSync(join(folder, framework))).toBe(true);
  return spawn(process.execPath, [framework], {
    cwd: folder,
    env: { NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Any answer at all means that the bundle was loaded; a bundle that fails to load ends the process. */
async function untilAnswers(child: ChildProcess, url: string): Promise<void> {
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) break;
    const response = await fetch(url).catch(() => undefined);
    if (response) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Expected an answer within 30 s, got exit ${child.exitCode}: ${errors}`);
}
