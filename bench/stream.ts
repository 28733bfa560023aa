/**
 * `npm run bench:stream`: a text of 200,000 characters streamed by the service on one worker: when its first sentence
 * comes, how fast the rest, what memory it takes on the way, the first time and again; and, of callers who leave at
 * different moments, for how long the service works on, by the clock and in processor time, which other programs do not
 * change. Writes bench/results/stream.json. Linux only.
 */
import { longText } from "./long-text.js";
import { Server } from "./speed/server.js";
import { buildService } from "./speed/service.js";
import { round, writeResult } from "./write-result.js";

const UNITS = 200_000;
const SAMPLE_MS = 1000;
const LEAVES = 24;
/** The first caller leaves after this time, each next one by a step later: all within the text. */
const LEAVE_AFTER_MS = 300;
const LEAVE_STEP_MS = 61;
/** Long enough for all that a caller who left may have set going. */
const SETTLE_MS = 1500;
const LOOK_MS = 4;
/** Processor time between two looks that counts as work: the service's own timers take less. */
const WORK_MS = 1;

const text = longText({ units: UNITS }).slice(0, UNITS);
const service = buildService();
const server = await Server.start(service.folder, {
  GRAMAI_WORKERS: "1",
  GRAMAI_SENTENCE_CACHE_MB: "0",
  GRAMAI_STREAM_DEADLINE_S: "3000",
});
try {
  await server.correct({ text: "He have a car." });
  const first = await streamWhole();
  const again = await streamWhole();
  const idle = await settle();
  const after: Settled[] = [];
  for (let n = 0; n < LEAVES; n++) after.push(await leave(LEAVE_AFTER_MS + n * LEAVE_STEP_MS));
  writeResult("stream", {
    units: text.length,
    first,
    again,
    afterLeaving: {
      times: LEAVES,
      processorMs: spread(after.map(({ processorMs }) => processorMs - idle.processorMs)),
      clockMs: spread(after.map(({ clockMs }) => clockMs)),
    },
  });
} finally {
  await server.stop();
  service.remove();
}

async function open(signal?: AbortSignal): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const response = await fetch(`${server.url}/v1/correct`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/x-ndjson" },
    body: JSON.stringify({ text }),
    signal: signal ?? null,
  });
  if (!response.ok || !response.body) throw new Error(`Expected 200, got ${response.status}`);
  return response.body.getReader();
}

async function streamWhole() {
  const startedMs = performance.now();
  const memory: number[] = [];
  const sample = async () => memory.push((await server.resources()).residentBytes / 1e6);
  const timer = setInterval(() => void sample(), SAMPLE_MS);
  const before = (await server.resources()).processorMs;
  const reader = await open();
  let firstMs = 0;
  let sentences = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    firstMs ||= performance.now() - startedMs;
    sentences += value.filter((byte) => byte === 10).length;
  }
  clearInterval(timer);
  const tookS = (performance.now() - startedMs) / 1000;
  const processorS = ((await server.resources()).processorMs - before) / 1000;
  return {
    sentences,
    firstMs: Math.round(firstMs),
    tookS: round(tookS),
    processorS: round(processorS),
    memoryMb: {
      atTheStart: Math.round(memory[0] ?? Number.NaN),
      halfWay: Math.round(memory[memory.length >> 1] ?? Number.NaN),
      atTheEnd: Math.round(memory.at(-1) ?? Number.NaN),
    },
  };
}

interface Settled {
  /** Spent until all is quiet, in milliseconds. */
  readonly processorMs: number;
  /** Until the last work, in milliseconds. */
  readonly clockMs: number;
}

/** What the service still does for a caller who leaves. */
async function leave(afterMs: number): Promise<Settled> {
  const caller = new AbortController();
  const reader = await open(caller.signal);
  const leaves = performance.now() + afterMs;
  while (performance.now() < leaves) await reader.read();
  caller.abort();
  return settle();
}

async function settle(): Promise<Settled> {
  const startedMs = performance.now();
  const before = server.processorMs();
  let last = before;
  let clockMs = 0;
  while (performance.now() - startedMs < SETTLE_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const now = server.processorMs();
    if (now - last > WORK_MS) clockMs = performance.now() - startedMs;
    last = now;
  }
  return { processorMs: last - before, clockMs };
}

/** Median, maximum and all, rising. */
function spread(values: readonly number[]) {
  const all = values.map((value) => Math.max(0, Math.round(value))).toSorted((a, b) => a - b);
  return { median: all[all.length >> 1], max: all.at(-1), all };
}
