import { correctText } from "../../core/correct.js";
import { type DecodeOptions, decodeGreedy } from "../../core/decode.js";
import type { Rewriter } from "../../core/ports.js";
import { type RewriteEngine, rewriteSentences } from "../../core/rewrite.js";
import { loadEngine } from "../../infra/onnx/engine.js";
import { readModelVersion } from "../../infra/onnx/model-version.js";
import { type Contender, nowMs, type Task, timeEach } from "./contender.js";
import { TimedGraph } from "./timed-graph.js";

/** Sentences of one call of the engine where batching is measured. */
const BATCH = 16;

/** The ways to decode that are compared; `forgets`: without a cache of keys and values. */
const WAYS = [
  { name: "aggressive", strategy: "aggressive", forgets: false },
  { name: "greedy", strategy: "greedy", forgets: false },
  { name: "greedyNoCache", strategy: "greedy", forgets: true },
] as const;

/**
 * GramAI on one thread, called as its workers call it: no HTTP and no messages between threads.
 * Beside whole sentences it times the encoder, and the decoding in each way.
 * @param modelDir folder of a model version.
 */
export async function oursContender(modelDir: string): Promise<Contender> {
  const manifest = await readModelVersion(modelDir);
  const engine = await loadEngine(modelDir, manifest, 1);
  const { name, version, decision } = manifest;
  const rewriter: Rewriter = {
    info: { name, version, ...decision },
    rewrite: (sentences, options) => rewriteSentences(engine, sentences, options),
    close: async () => {},
  };
  const correct = (text: string) => correctText(text, {}, { rewriter });

  return {
    tasks: async (texts) => {
      const tasks: Task[] = [];
      for (const text of texts) tasks.push(await describe(engine, text));
      return tasks;
    },
    time: async (tasks) => ({
      whole: await timeEach(tasks, ({ text }) => correct(text)),
      batched: await timeBatched(correct, tasks),
      ...(await timeParts(engine, tasks)),
    }),
    work: async (texts) => {
      for (const text of texts) await correct(text);
    },
  };
}

const options = (strategy: DecodeOptions["strategy"]): DecodeOptions => ({
  strategy,
  alternatives: 0,
});

async function describe(engine: RewriteEngine, text: string): Promise<Task> {
  const encoded = engine.tokenizer.encode(text);
  const [decoded] = await decodeGreedy(engine.model, [encoded], options("aggressive"));
  return { text, source: encoded.source, targetTokens: (decoded?.tokens.length ?? 0) + 1 };
}

/**
 * By name: times of the encoder and of the decoding in each way, and counts: `<way>Calls` of the
 * decoder, and `differing`, 1 where the ways do not give the same tokens.
 */
async function timeParts(
  engine: RewriteEngine,
  tasks: readonly Task[],
): Promise<Record<string, number[]>> {
  const graph = new TimedGraph(engine.model.graph);
  const model = { ...engine.model, graph };
  const result: Record<string, number[]> = { encoder: [], differing: [] };
  const add = (name: string, value: number) => {
    result[name] ??= [];
    result[name].push(value);
  };
  for (const { text } of tasks) {
    const encoded = engine.tokenizer.encode(text);
    const answers = new Set<string>();
    for (const { name, strategy, forgets } of WAYS) {
      graph.forgets = forgets;
      graph.encodeMs = 0;
      graph.decodeCalls = 0;
      const started = nowMs();
      const [decoded] = await decodeGreedy(model, [encoded], options(strategy));
      const ms = nowMs() - started;
      if (name === "aggressive") add("encoder", graph.encodeMs);
      add(name, ms - graph.encodeMs);
      add(`${name}Calls`, graph.decodeCalls);
      answers.add(JSON.stringify(decoded?.tokens.map(({ id }) => id)));
    }
    add("differing", answers.size === 1 ? 0 : 1);
  }
  return result;
}

/** Milliseconds a sentence where sentences come in batches, each a paragraph of one text. */
async function timeBatched(
  correct: (text: string) => Promise<unknown>,
  tasks: readonly Task[],
): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < tasks.length; at += BATCH) {
    const batch = tasks.slice(at, at + BATCH);
    const started = nowMs();
    await correct(batch.map(({ text }) => text).join("\n\n"));
    const each = (nowMs() - started) / batch.length;
    times.push(...batch.map(() => each));
  }
  return times;
}
