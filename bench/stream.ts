/**
 * `npm run bench:stream`: a text of 200,000 characters streamed by the service on one worker: when its first sentence
 * comes, how fast the rest, what memory it takes on the way, the first time and again; and how much work is done after a
 * caller has left. Writes bench/results/stream.json. Work after leaving is given as processor time, which other programs do not change.
 */
import { longText } from "./long-text.js";
import { Server } from "./speed/server.js";
import { buildService } from "./speed/service.js";
import { round, writeResult } from "./write-result.js";

const UNITS = 200_000;
const SAMPLE_MS = 1000;
const LEAVE_AFTER_MS = 1000;
/** Long enough for all that a caller who left may have set going. */
const SETTLE_MS = 3000;
const LEAVES = 5;

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
  const idleMs = await processorMsOf(SETTLE_MS);
  const after: number[] = [];
  for (let n = 0; n < LEAVES; n++) after.push(Math.max(0, (await leave()) - idleMs));
  writeResult("stream", {
    units: text.length,
    first,
    again,
    processorMsAfterLeaving: after.map(Math.round).toSorted((a, b) => a - b),
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

/** Processor time spent from the moment a caller leaves a stream, in milliseconds. */
async function leave(): Promise<number> {
  const caller = new AbortController();
  const reader = await open(caller.signal);
  const leaves = performance.now() + LEAVE_AFTER_MS;
  while (performance.now() < leaves) await reader.read();
  caller.abort();
  return processorMsOf(SETTLE_MS);
}

/** Processor time that the service takes in the next `ms` milliseconds, our questions included. */
async function processorMsOf(ms: number): Promise<number> {
  const before = (await server.resources()).processorMs;
  await new Promise((resolve) => setTimeout(resolve, ms));
  return (await server.resources()).processorMs - before;
}
