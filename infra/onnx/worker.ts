import type { Manifest } from "../../core/manifest.js";
import { rewriteSentences } from "../../core/rewrite.js";
import { stoppable } from "../../core/stoppable-graph.js";
import { serveRewrites } from "../worker/serve.js";
import { loadEngine } from "./engine.js";

/** What a worker of the ONNX pool loads. */
export interface OnnxWorkerData {
  readonly modelDir: string;
  readonly manifest: Manifest;
  readonly threads: number;
}

serveRewrites(async ({ modelDir, manifest, threads }: OnnxWorkerData) => {
  const engine = await loadEngine(modelDir, manifest, threads);
  return (sentences, options, signal) => {
    const model = { ...engine.model, graph: stoppable(engine.model.graph, signal) };
    return rewriteSentences({ ...engine, model }, sentences, options);
  };
});
