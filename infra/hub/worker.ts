import { ModelError } from "../../core/errors.js";
import type { Rewrite, RewriteOptions } from "../../core/ports.js";
import { serveRewrites } from "../worker/serve.js";

/** What a worker of the hub pool loads. */
export interface HubWorkerData {
  /** Hub id, or a folder, of a checkpoint that transformers.js reads. */
  readonly model: string;
  /** Task prefix put before each sentence; empty for none. */
  readonly prefix: string;
}

/** Room for tokens that a correction adds, beside the sentence's own. */
const MAX_NEW_TOKENS = 256;

/** A rewrite longer than this times its sentence, and `SPARE_UNITS` more, is no correction. */
const MAX_GROWTH = 1.5;
/** In UTF-16 units. */
const SPARE_UNITS = 60;

serveRewrites(async ({ model, prefix }: HubWorkerData) => {
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
      rewrites.push(certain(output?.generated_text.trim() ?? "", sentence));
    }
    return rewrites;
  };
});

/**
 * transformers.js gives text alone, so every edit counts as certain. The sentence stays as it was
 * where the model ran on: transformers.js does not tell why it stopped.
 */
function certain(text: string, sentence: string): Rewrite {
  return {
    text: text.length > MAX_GROWTH * sentence.length + SPARE_UNITS ? sentence : text,
    tokens: [],
    endLogProb: 0,
    stats: { decoderCalls: 0, sourceTokens: 0, targetTokens: 0 },
  };
}
