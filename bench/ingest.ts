// How fast and in how much memory a large CSV is ingested: `npx tsx bench/ingest.ts [megabytes]`
// writes bench/results/ingest.json. The file, twice its size in all, goes to the temporary folder.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createGzip } from "node:zlib";
import { ingestRequestSchema } from "../core/ingest/request.js";
import { INGEST_LIMITS } from "../functions/ingest/deps.js";
import { createIngest } from "../functions/ingest/ingest.js";
import { FolderObjectStore } from "../infra/local/object-store.js";
import { measureStages } from "./ingest-stages.js";

const RESULTS = join(dirname(fileURLToPath(import.meta.url)), "results");
const OBJECT = "incoming/bench/pairs.csv";
const CHUNK_BYTES = 1 << 18;

const WORDS = `the a this that every some man woman child teacher house school garden river morning
  evening winter summer go goes went walk walks walked see sees saw buy buys bought old new red small
  great quiet quickly slowly never often always because although when before after with without
  under over near apple bread letter book window street city mountain friend answer question`
  .trim()
  .split(/\s+/);

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Peak resident memory in bytes. */
  readonly peakBytes: number;
}

/** Rows of a made-up corpus: sentences of 8 to 31 words, one word wrong; one row in 200 comes twice. */
function* rows(): Generator<string> {
  let state = 12345;
  const below = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  for (;;) {
    const length = 8 + below(24);
    const words = Array.from({ length }, () => WORDS[below(WORDS.length)] as string);
    const wrong = [...words];
    wrong[below(length)] = WORDS[below(WORDS.length)] as string;
    const row = `"grammar: ${wrong.join(" ")}, they say.","${words.join(" ")}, they say."\n`;
    yield row;
    if (below(200) === 0) yield row;
  }
}

async function writeCsv(path: string, bytes: number): Promise<number> {
  let lines = 1;
  async function* text() {
    let block = "input,target\n";
    let written = 0;
    for (const row of rows()) {
      block += row;
      lines++;
      if (block.length < CHUNK_BYTES) continue;
      written += block.length;
      yield block;
      block = "";
      if (written >= bytes) return;
    }
  }
  await pipeline(text, createWriteStream(path));
  return lines;
}

async function countLines(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let lines = 0;
  for await (const chunk of chunks) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
  }
  return lines;
}

/** What this process does when it is the one that is measured. */
const WORK: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  "read lines": (folder) =>
    countLines(createReadStream(join(folder, OBJECT), { highWaterMark: CHUNK_BYTES })),
  stages: (folder) => measureStages(join(folder, OBJECT)),
  ingest: async (folder) => {
    const ingest = createIngest({
      store: new FolderObjectStore(folder),
      web: { open: () => Promise.reject(new Error("no web here")) },
      hub: { files: () => Promise.resolve([]) },
      limits: INGEST_LIMITS,
      now: () => new Date(),
      newId: () => crypto.randomUUID(),
    });
    const source = { kind: "object", uri: OBJECT };
    const result = await ingest.ingest(ingestRequestSchema.parse({ name: "bench", source }), {
      onProgress: ({ step, bytes, totalBytes, rows: read }) => {
        if (process.stderr.isTTY)
          process.stderr.write(`\r${step} ${bytes}/${totalBytes} ${read}  `);
      },
    });
    if (!("manifest" in result)) throw new Error("expected the whole ingestion to be done here");
    const { counts, statistics, duplicatesExact } = result.manifest;
    return { counts, rejects: statistics.rejects, duplicatesExact };
  },
};

/** Bundles this file as the functions are bundled, so that no compiler is measured with them. */
async function bundle(folder: string): Promise<string> {
  // Not there, and not needed, where the bundle runs.
  const { build } = await import("esbuild");
  const outfile = join(folder, "bench.mjs");
  await build({
    entryPoints: [fileURLToPath(import.meta.url)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["esbuild"],
  });
  return outfile;
}

/** The baseline: `zcat | wc -l` of the same file, packed with `gzip -1`. */
async function zcat(packed: string): Promise<Omit<Measured, "peakBytes"> & { result: number }> {
  const start = performance.now();
  const { stdout } = await promisify(execFile)("sh", [
    "-c",
    'zcat "$1" | wc -l; times',
    "sh",
    packed,
  ]);
  const seconds = (performance.now() - start) / 1000;
  const [lines, , children = ""] = stdout.trim().split("\n");
  // "0m1.25s 0m0.10s", user and system.
  const cpuSeconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest),
    0,
  );
  return { seconds: tenths(seconds), cpuSeconds: tenths(cpuSeconds), result: Number(lines) };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Runs one piece of work in a process of its own. */
async function measure(
  script: string,
  work: string,
  folder: string,
): Promise<Measured & { result: unknown }> {
  const child = spawn(process.execPath, [script, "--work", work, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  let output = "";
  for await (const chunk of child.stdout) output += chunk;
  const [exitCode] = await ended;
  if (exitCode !== 0) throw new Error(`${work} failed`);
  return JSON.parse(output);
}

async function runWork(work: string, folder: string): Promise<void> {
  const start = performance.now();
  const result = await (WORK[work] as (folder: string) => Promise<unknown>)(folder);
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const measured: Measured = {
    seconds: tenths((performance.now() - start) / 1000),
    cpuSeconds: tenths((userCPUTime + systemCPUTime) / 1e6),
    peakBytes: maxRSS * 1024,
  };
  process.stdout.write(JSON.stringify({ ...measured, result }));
}

function withRates<T extends Pick<Measured, "seconds" | "cpuSeconds">>(measured: T, bytes: number) {
  return {
    ...measured,
    megabytesPerSecond: tenths(bytes / 1e6 / measured.seconds),
    megabytesPerCpuSecond: tenths(bytes / 1e6 / measured.cpuSeconds),
  };
}

/** Of a baseline's speed, in percent. */
function share(baseline = Number.NaN, seconds = Number.NaN): number {
  return tenths((100 * baseline) / seconds);
}

async function main(megabytes: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "gramai-bench-"));
  try {
    const path = join(folder, OBJECT);
    mkdirSync(dirname(path), { recursive: true });
    const lines = await writeCsv(path, megabytes * 1e6);
    await pipeline(
      createReadStream(path),
      createGzip({ level: 1 }),
      createWriteStream(`${folder}/pairs.csv.gz`),
    );
    const { size: bytes } = await stat(path);
    const script = await bundle(folder);
    const report: Record<string, unknown> = {
      date: new Date().toISOString(),
      node: process.version,
      cpu: cpus()[0]?.model,
      cores: availableParallelism(),
      load: tenths(loadavg()[0] as number),
      bytes,
      lines,
    };
    const before = await zcat(`${folder}/pairs.csv.gz`);
    for (const work of ["read lines", "ingest"]) {
      report[work] = withRates(await measure(script, work, folder), bytes);
      console.log(work, JSON.stringify(report[work]));
    }
    const after = await zcat(`${folder}/pairs.csv.gz`);
    // The faster of two, so that a busy moment does not flatter ingestion.
    const baseline = {
      seconds: Math.min(before.seconds, after.seconds),
      cpuSeconds: Math.min(before.cpuSeconds, after.cpuSeconds),
      result: after.result,
    };
    report["zcat | wc -l"] = withRates(baseline, bytes);
    const [lineReading, ingestion] = [report["read lines"], report.ingest] as Measured[];
    report.shareOfSpeed = Object.fromEntries(
      Object.entries({ "zcat | wc -l": baseline, "read lines": lineReading }).map(
        ([name, base]) => [
          name,
          {
            wall: share(base?.seconds, ingestion?.seconds),
            cpu: share(base?.cpuSeconds, ingestion?.cpuSeconds),
          },
        ],
      ),
    );
    report.nsPerRow = (await measure(script, "stages", folder)).result;
    console.log(JSON.stringify({ baseline, share: report.shareOfSpeed, stages: report.nsPerRow }));
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(join(RESULTS, "ingest.json"), `${JSON.stringify(report, null, 2)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const [flag, work = "", folder = ""] = process.argv.slice(2);
if (flag === "--work") await runWork(work, folder);
else await main(Number(flag ?? 2000));
