/**
 * `npm run bench:start [-- --runs 5]`: how large each function's bundle is, and how long it takes from the start
 * of its process to its first answer; for `correct` and the local twin also to readiness and to the first corrected
 * sentence. Bundles are built anew and run from an empty folder with an empty environment, as on the platform.
 * Medians; the files are in the system's cache after the first run. Writes bench/results/start.json.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Program, type Start, timeStart } from "./start-time.js";
import { writeResult } from "./write-result.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FRAMEWORK = "node_modules/@google-cloud/functions-framework/build/src/main.js";

const { values: options } = parseArgs({ options: { runs: { type: "string", default: "5" } } });
const runs = Number(options.runs);
if (!Number.isInteger(runs) || runs < 1) {
  console.error(`Expected --runs to be a whole number of at least 1, got "${options.runs}"`);
  process.exit(2);
}

execFileSync(process.execPath, ["--import", "tsx", "scripts/build.ts"], { cwd: ROOT });
const scratch = mkdtempSync(join(tmpdir(), "gramai-start-"));
try {
  const starts: Record<string, Partial<Start> & { megabytes?: number }> = {};
  for (const name of readdirSync(join(ROOT, "dist")).toSorted()) {
    const folder = join(scratch, name);
    cpSync(join(ROOT, "dist", name), folder, { recursive: true });
    const bundle: Program = {
      args: [FRAMEWORK],
      cwd: folder,
      env: { FUNCTION_TARGET: name, NODE_ENV: "production" },
      corrects: name === "correct",
    };
    starts[name] = { megabytes: megabytesOf(folder), ...(await medianStart(bundle)) };
    report(name, starts[name]);
  }
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const twin: Program = {
    args: scripts.start.split(" ").slice(1),
    cwd: ROOT,
    env: { ...process.env, GRAMAI_STORE: join(scratch, "store") },
    corrects: true,
  };
  starts.twin = await medianStart(twin);
  report("twin", starts.twin);
  writeResult("start", { node: process.version, runs, starts });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** The median of each time, over as many starts as asked for. */
async function medianStart(program: Program): Promise<Start> {
  const all: Start[] = [];
  for (let run = 0; run < runs; run++) all.push(await timeStart(program));
  const keys = Object.keys(all[0] ?? {}) as (keyof Start)[];
  return Object.fromEntries(
    keys.map((key) => [key, median(all.map((start) => start[key] ?? Number.NaN))]),
  ) as unknown as Start;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN);
}

function megabytesOf(folder: string): number {
  const bytes = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return Number((bytes / 1e6).toFixed(1));
}

function report(name: string, start: object): void {
  console.log(
    `${name}: ${Object.entries(start)
      .map(([key, value]) => `${key} ${value}`)
      .join(", ")}`,
  );
}
