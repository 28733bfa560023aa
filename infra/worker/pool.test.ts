import { once } from "node:events";
import { BroadcastChannel } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { CancelledError, ModelError, UnavailableError } from "../../core/errors.js";
import type { Rewrite, Rewriter } from "../../core/ports.js";
import { createPool } from "./pool.js";

const GREEDY = { numBeams: 1, alternatives: 0 };
const BEAM = { numBeams: 4, alternatives: 0 };
const INFO = { name: "shouting", version: "1", minConfidence: 0, minSentenceConfidence: 0 };
const entry = new URL("./testdata/shouting-worker.mjs", import.meta.url);

const open: { close(): unknown }[] = [];
let channels = 0;

afterEach(async () => {
  for (const resource of open.splice(0).reverse()) await resource.close();
});

/** A pool of shouting workers, and the gate that lets one go on that waits. */
async function start(options: { workers?: number; maxQueue?: number; failure?: string } = {}) {
  const { workers = 1, maxQueue = 100, failure } = options;
  const channel = `pool test ${channels++}`;
  const gate = new BroadcastChannel(channel);
  open.push(gate);
  const workerData = { channel, failure };
  const pool = await createPool({ info: INFO, entry, workerData, workers, maxQueue });
  open.push(pool, { close: () => gate.postMessage("go on") });
  return { pool, gate };
}

/** A pool whose only worker is held by a sentence; `release` lets it answer. */
async function startBusy(maxQueue = 100) {
  const { pool, gate } = await start({ maxQueue });
  const waiting = new Promise<void>((resolve) => {
    gate.onmessage = ({ data }) => data === "waiting" && resolve();
  });
  const held = pool.rewrite(["wait"], GREEDY);
  await waiting;
  return { pool, gate, held, release: () => gate.postMessage("go on") };
}

const texts = (rewrites: readonly Rewrite[]) => rewrites.map(({ text }) => text);
/** The worker's batch that each sentence was in. */
const batches = (rewrites: readonly Rewrite[]) => rewrites.map(({ endLogProb }) => -endLogProb);

async function expectUsable(pool: Rewriter) {
  expect(texts(await pool.rewrite(["again"], GREEDY))).toEqual(["AGAIN"]);
}

describe("the pool", () => {
  it("answers in the order of the call and tells of each sentence", async () => {
    const { pool } = await start({ workers: 2 });
    const sentences = Array.from({ length: 100 }, (_, i) => "x".repeat((i * 37) % 90) + i);
    const told = new Map<number, string>();
    const rewrites = await pool.rewrite(sentences, GREEDY, undefined, (index, { text }) => {
      told.set(index, text);
    });
    const wanted = sentences.map((sentence) => sentence.toUpperCase());
    expect(texts(rewrites)).toEqual(wanted);
    expect(wanted.map((_, i) => told.get(i))).toEqual(wanted);
  });

  it("answers nothing for no sentences", async () => {
    const { pool } = await start();
    expect(await pool.rewrite([], GREEDY)).toEqual([]);
  });

  it("batches what waits, of all calls, by length and options", async () => {
    const { pool, held, release } = await startBusy();
    const short = pool.rewrite(["a", "b".repeat(300), "c"], GREEDY);
    const other = pool.rewrite(["d"], GREEDY);
    const beam = pool.rewrite(["e"], BEAM);
    const own = pool.rewrite(["f"], { ...GREEDY, ownWords: ["f"] });
    release();
    await held;
    expect(batches(await short)).toEqual([2, 3, 2]);
    expect(batches(await other)).toEqual([2]);
    expect(batches(await beam)).toEqual([4]);
    expect(batches(await own)).toEqual([5]);
  });

  it("refuses a call when too many sentences wait, and takes one when they do not", async () => {
    const { pool, held, release } = await startBusy(2);
    const waiting = pool.rewrite(["a", "b", "c"], GREEDY);
    await expect(pool.rewrite(["d"], GREEDY)).rejects.toThrow(UnavailableError);
    release();
    await held;
    expect(texts(await waiting)).toEqual(["A", "B", "C"]);
    await expectUsable(pool);
  });

  it("takes what was cancelled out of the queue and leaves the rest", async () => {
    const { pool, held, release } = await startBusy(3);
    const controller = new AbortController();
    const cancelled = pool.rewrite(["a", "b", "c"], GREEDY, controller.signal);
    controller.abort();
    await expect(cancelled).rejects.toThrow(CancelledError);
    const next = pool.rewrite(["d"], GREEDY);
    release();
    await held;
    expect(batches(await next)).toEqual([2]);
  });

  it("cancels at once a call whose worker is at it, and one that comes cancelled", async () => {
    const { pool, gate } = await start();
    const controller = new AbortController();
    const call = pool.rewrite(["wait"], GREEDY, controller.signal);
    await once(gate as unknown as EventTarget, "message");
    controller.abort();
    await expect(call).rejects.toThrow(CancelledError);
    await expect(pool.rewrite(["a"], GREEDY, controller.signal)).rejects.toThrow(CancelledError);
    // Without a word over the gate: the worker has given the sentence up.
    await expectUsable(pool);
  });

  it("lets a worker go on while another call waits for the same batch", async () => {
    const { pool, gate, held, release } = await startBusy();
    const controller = new AbortController();
    const gone = pool.rewrite(["wait", "a"], GREEDY, controller.signal);
    const kept = pool.rewrite(["b"], GREEDY);
    const atIt = once(gate as unknown as EventTarget, "message");
    release();
    await Promise.all([held, atIt]);
    controller.abort();
    await expect(gone).rejects.toThrow(CancelledError);
    release();
    expect(batches(await kept)).toEqual([2]);
  });

  it("replaces a worker that dies, and says so to those it held", async () => {
    const { pool } = await start();
    await expect(pool.rewrite(["crash"], GREEDY)).rejects.toThrow(UnavailableError);
    await expectUsable(pool);
  });

  it("goes on after a failure inside the worker, without the sentence in the message", async () => {
    const { pool } = await start();
    await expect(pool.rewrite(["throw"], GREEDY)).rejects.toThrow(
      /failed on this text \(RangeError\)/,
    );
    await expectUsable(pool);
  });

  it("does not start when the model cannot be loaded", async () => {
    await expect(start({ workers: 2, failure: "no model" })).rejects.toThrow(
      new ModelError("no model"),
    );
  });

  it("refuses calls once closed, and ends those that wait", async () => {
    const { pool, held, release } = await startBusy();
    const waiting = pool.rewrite(["a"], GREEDY);
    const closing = pool.close();
    await expect(waiting).rejects.toThrow(UnavailableError);
    await expect(pool.rewrite(["b"], GREEDY)).rejects.toThrow(UnavailableError);
    release();
    await closing;
    await Promise.allSettled([held]);
  });
});
