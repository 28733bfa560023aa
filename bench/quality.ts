/**
 * `npm run bench:quality -- --data DATA [--float MODEL_DIR]`: how well each system corrects, on the sets of
 * configs/evaluation.yaml, in one run. Prints a table per set and writes bench/results/quality.json.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { PYTHON } from "./python.js";
import { harper, hunspell, nothing, ONE_EACH, type System, served } from "./systems.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const { values: options } = parseArgs({
  options: {
    data: { type: "string" },
    float: { type: "string" },
    python: { type: "string", default: PYTHON },
    port: { type: "string", default: "8190" },
  },
});
if (!options.data) {
  console.error(
    "Expected --data, the folder that the paths in configs/evaluation.yaml start from.",
  );
  process.exit(2);
}

const score = (...more: string[]): string =>
  execFileSync(
    options.python,
    ["score.py", "--sets", "../configs/evaluation.yaml", "--root", options.data as string, ...more],
    { cwd: join(ROOT, "training-job"), encoding: "utf8", maxBuffer: 1 << 28 },
  );

const scratch = mkdtempSync(join(tmpdir(), "gramai-quality-"));
try {
  const textsFile = join(scratch, "texts.json");
  score("--texts", textsFile);
  const texts: Record<string, string[]> = JSON.parse(readFileSync(textsFile, "utf8"));
  const makers: (() => Promise<System>)[] = [
    async () => nothing,
    hunspell,
    harper,
    () => serve("GramAI (int8)", undefined),
    ...(options.float ? [() => serve("GramAI (float)", options.float)] : []),
  ];
  const answers: Record<string, Record<string, string[]>> = {};
  const sentencesPerS: Record<string, number> = {};
  for (const make of makers) {
    const system = await make();
    const started = performance.now();
    const parts: Record<string, string[]> = {};
    for (const [part, lines] of Object.entries(texts)) {
      parts[part] = await system.correct(lines);
      console.error(`${system.name}: ${part}, ${lines.length} texts`);
    }
    const count = Object.values(texts).reduce((sum, lines) => sum + lines.length, 0);
    sentencesPerS[system.name] = Math.round((1000 * count) / (performance.now() - started));
    answers[system.name] = parts;
    await system.close?.();
  }
  const answersFile = join(scratch, "answers.json");
  writeFileSync(answersFile, JSON.stringify(answers));
  const report = score("--answers", answersFile).trimEnd();
  const scores = JSON.parse(report.slice(report.lastIndexOf("\n") + 1));
  console.log(report.slice(0, report.lastIndexOf("\n")));
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const result = {
    date: new Date().toISOString().slice(0, 10),
    commit: commit.trim(),
    scores,
    sentencesPerS,
  };
  writeFileSync(join(ROOT, "bench/results/quality.json"), `${JSON.stringify(result, null, 1)}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** A local twin with the given model (undefined: the embedded one), ready for requests. */
async function serve(name: string, model: string | undefined): Promise<System> {
  const address = `http://localhost:${options.port}`;
  const twin = spawn("npm", ["start", "--silent"], {
    cwd: ROOT,
    env: { ...process.env, PORT: options.port, ...(model ? { GRAMAI_MODEL: model } : {}) },
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  await ready(address, twin);
  return served(name, address, async () => {
    process.kill(-(twin.pid as number));
    while (await isReady(address)) await pause();
  });
}

async function ready(address: string, twin: ChildProcess): Promise<void> {
  while (!(await isReady(address))) {
    if (twin.exitCode !== null)
      throw new Error(`The twin ended with ${twin.exitCode} before it was ready`);
    await pause();
  }
}

async function isReady(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/readyz`, { headers: ONE_EACH }).catch(() => undefined);
  return answer?.ok === true;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 200));
}
