import { ModelError } from "../../core/errors.js";
import type { Rewriter } from "../../core/ports.js";

export interface OnnxRewriterOptions {
  /** Folder of one model version: manifest.json and the files it lists. */
  readonly modelDir: string;
  /** Worker threads, each with its own sessions. Minimum 1. */
  readonly workers: number;
  /** Threads inside one operator of one worker. Minimum 1. */
  readonly threadsPerWorker: number;
  /** Sentences that may wait; a call that finds this many waiting is refused. Minimum 1. */
  readonly maxQueue: number;
}

/**
 * A rewriter that runs the model version in `modelDir` in worker threads.
 * @throws ModelError naming the file and what to do when the version is missing or damaged.
 */
export async function createOnnxRewriter(options: OnnxRewriterOptions): Promise<Rewriter> {
  throw new ModelError(`No runtime for the model in ${options.modelDir} yet`);
}
