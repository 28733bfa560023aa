import type { Rewriter } from "../../core/ports.js";
import { workerEntry } from "../worker/entry.js";
import { createPool } from "../worker/pool.js";
import type { HubWorkerData } from "./worker.js";

export interface HubRewriterOptions {
  /** Hub id ("vennify/t5-base-grammar-correction"), or a folder, that transformers.js can read. */
  readonly model: string;
  /** Task prefix put before each sentence. Default "grammar: ", which such checkpoints expect. */
  readonly prefix?: string;
  /** Sentences that may wait; a call that finds this many waiting is refused. Default 1000. */
  readonly maxQueue?: number;
}

/**
 * A rewriter on transformers.js' own text2text pipeline, in one worker thread. It knows no
 * probabilities: every edit has confidence 1.
 * @throws ModelError when the checkpoint cannot be loaded.
 */
export function createHubRewriter(options: HubRewriterOptions): Promise<Rewriter> {
  const { model, prefix = "grammar: ", maxQueue = 1000 } = options;
  const workerData: HubWorkerData = { model, prefix };
  return createPool({
    info: { name: model, version: "hub", minConfidence: 0, minSentenceConfidence: 0 },
    entry: workerEntry(import.meta.url, "./worker.ts", "./hub-worker.js"),
    workerData,
    workers: 1,
    maxQueue,
  });
}
