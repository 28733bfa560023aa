import { workerData } from "node:worker_threads";
import { ModelError } from "../../core/errors.js";
import type { Rewrite, RewriteOptions } from "../../core/ports.js";
import { serveRewrites } from "../worker/serve.js";

/** What a worker of the hub pool is started with. */
export interface HubWorkerData {
  /** Hub id, or a folder, of a checkpoint that transformers.js reads. */
  readonly model: string;
  /** Task prefix put before each sentence; empty for none. */
  readonly prefix: string;
}

/** Room for tokens that a correction adds, beside the sentence's own. */
const MAX_NEW_TOKENS = 256;

const { model, prefix } = workerData as HubWorkerData;

await serveRewrites(async () => {
  // Loaded here only: the package takes long to import.
  const { pipeline } = await import("@huggingface/transformers");
  const generate = await pipeline("text2text-generation", model).catch((cause: unknown) => {
    throw new ModelError(
      `Cannot load ${model}: expected the id or folder of a text2text checkpoint with an onnx/ ` +
        "folder that transformers.js reads, and a connection to the hub for an id",
      { cause },
    );
  });
  return async (sentences: readonly string[], options: RewriteOptions): Promise<Rewrite[]> => {
    const rewrites: Rewrite[] = [];
    for (const sentence of sentences) {
      const [output] = await generate(prefix + sentence, {
        num_beams: options.numBeams,
        max_new_tokens: MAX_NEW_TOKENS,
      });
      rewrites.push(certain(output?.generated_text ?? sentence));
    }
    return rewrites;
  };
});

/** transformers.js gives text alone, so every edit counts as certain. */
function certain(text: string): Rewrite {
  return {
    text: text.trim(),
    tokens: [],
    endLogProb: 0,
    stats: { decoderCalls: 0, sourceTokens: 0, targetTokens: 0 },
  };
}
