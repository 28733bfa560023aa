import { ModelError } from "../../core/errors.js";
import type { Manifest } from "../../core/manifest.js";
import type { Rewriter } from "../../core/ports.js";
import { createPool } from "../worker/pool.js";
import { ONNX_ENTRY } from "./entry.js";
import { readModelVersion } from "./model-version.js";
import type { OnnxWorkerData } from "./worker.js";

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
 * A rewriter that runs the model version in `modelDir` in worker threads. Every file is checked
 * against the manifest, and the manifest's probe sentences against the model's answers.
 * @throws ModelError naming the file and what to do when the version is missing or damaged.
 */
export async function createOnnxRewriter(options: OnnxRewriterOptions): Promise<Rewriter> {
  const { modelDir, workers, threadsPerWorker, maxQueue } = options;
  const manifest = await readModelVersion(modelDir);
  const workerData: OnnxWorkerData = { modelDir, manifest, threads: threadsPerWorker };
  const rewriter = await createPool({
    info: {
      name: manifest.name,
      version: manifest.version,
      minConfidence: manifest.decision.minConfidence,
      minSentenceConfidence: manifest.decision.minSentenceConfidence,
      minSpellingConfidence: manifest.decision.minSpellingConfidence,
    },
    entry: ONNX_ENTRY,
    workerData,
    workers,
    maxQueue,
  });
  try {
    await checkProbes(rewriter, manifest, modelDir);
  } catch (error) {
    await rewriter.close();
    throw error;
  }
  return rewriter;
}

async function checkProbes(
  rewriter: Rewriter,
  manifest: Manifest,
  modelDir: string,
): Promise<void> {
  const answers = await rewriter.rewrite(
    manifest.probes.map(({ source }) => source),
    { numBeams: 1, alternatives: 0 },
  );
  const wrong = manifest.probes.findIndex(({ target }, i) => answers[i]?.text !== target);
  if (wrong < 0) return;
  throw new ModelError(
    `The model in ${modelDir} does not answer probe ${wrong + 1} of ${manifest.probes.length} ` +
      "as its manifest says; export the model again with training-job/export.py",
  );
}
