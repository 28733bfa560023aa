import type { Manifest } from "../../core/manifest.js";
import { rewriteSentences } from "../../core/rewrite.js";
import { stoppable } from "../../core/stoppable-graph.js";
import { serveRewrites } from "../worker/serve.js";
import { loadEngine, type ModelParts, openParts } from "./engine.js";

/** What a worker of the ONNX pool can open before it is told to load. */
export interface OnnxModelPlace {
  readonly modelDir: string;
  /** Threads inside one operator. */
  readonly threads: number;
}

/** What a worker of the ONNX pool loads. */
export interface OnnxWorkerData extends OnnxModelPlace {
  readonly manifest: Manifest;
}

let ahead: { readonly place: OnnxModelPlace; readonly parts: Promise<ModelParts> } | undefined;

serveRewrites(
  async ({ modelDir, manifest, threads }: OnnxWorkerData) => {
    const engine = await loadEngine(modelDir, manifest, threads, takePrepared(modelDir, threads));
    return (sentences, options, signal) => {
      const model = { ...engine.model, graph: stoppable(engine.model.graph, signal) };
      return rewriteSentences({ ...engine, model }, sentences, options);
    };
  },
  (place: OnnxModelPlace) => {
    ahead = { place, parts: openParts(place.modelDir, place.threads) };
    // Told to whoever loads it.
    ahead.parts.catch(() => undefined);
  },
);

/** What was opened ahead, where it is what is wanted; else its memory is given back. */
function takePrepared(modelDir: string, threads: number): Promise<ModelParts> | undefined {
  const prepared = ahead;
  ahead = undefined;
  if (prepared?.place.modelDir === modelDir && prepared.place.threads === threads) {
    return prepared.parts;
  }
  prepared?.parts
    .then(({ encoder, decoder }) => Promise.all([encoder.release(), decoder.release()]))
    .catch(() => undefined);
  return undefined;
}
