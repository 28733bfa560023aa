import { CancelledError } from "../errors.js";
import type { Rewrite, RewriteOptions, Rewriter } from "../ports.js";

/** A rewriter that writes `change` of each sentence in one token, always with the same probability. */
export class ChangingRewriter implements Rewriter {
  readonly info = {
    name: "changing",
    version: "1",
    minConfidence: 0.5,
    minSentenceConfidence: 0,
    minSpellingConfidence: undefined as number | undefined,
  };
  /** Probability of the source's own token in its place; undefined where it does not tell. */
  keepProbability: number | undefined;
  readonly seen: string[] = [];
  /** Own words that each call named. */
  readonly ownWords: (readonly string[] | undefined)[] = [];
  readonly #change: (sentence: string) => string;
  readonly #probability: number;

  constructor(change: (sentence: string) => string, probability = 0.9) {
    this.#change = change;
    this.#probability = probability;
  }

  async rewrite(sentences: readonly string[], options: RewriteOptions, signal?: AbortSignal) {
    if (signal?.aborted) throw new CancelledError("The request was cancelled");
    this.ownWords.push(options.ownWords);
    this.seen.push(...sentences);
    return sentences.map((sentence): Rewrite => {
      const text = this.#change(sentence);
      const logProb = Math.log(this.#probability);
      const keep = this.keepProbability;
      const keepLogProb = keep === undefined ? undefined : Math.log(keep);
      return {
        text,
        tokens: [{ start: 0, end: text.length, logProb, keepLogProb, alternatives: [] }],
        endLogProb: 0,
        stats: { decoderCalls: 1, sourceTokens: 1, targetTokens: 1 },
      };
    });
  }

  async close() {}
}
