import { workerData } from "node:worker_threads";
import type { Manifest } from "../../core/manifest.js";
import { rewriteSentences } from "../../core/rewrite.js";
import { serveRewrites } from "../worker/serve.js";
import { loadEngine } from "./engine.js";

/** What a worker of the ONNX pool is started with. */
export interface OnnxWorkerData {
  readonly modelDir: string;
  readonly manifest: Manifest;
  readonly threads: number;
}

const { modelDir, manifest, threads } = workerData as OnnxWorkerData;

await serveRewrites(async () => {
  const engine = await loadEngine(modelDir, manifest, threads);
  return (sentences, options) => rewriteSentences(engine, sentences, options);
});
