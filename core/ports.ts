import type { Span } from "./span.js";

/** What a rewriter says of itself. */
export interface ModelInfo {
  readonly name: string;
  readonly version: string;
  /** Edits below this confidence (0..1) are dropped unless the caller says otherwise. */
  readonly minConfidence: number;
  /** A sentence in which the evidence of no edit (0..1) reaches this is left alone, unless the caller names a threshold. */
  readonly minSentenceConfidence: number;
  /** A respelling of this evidence opens its sentence (0..1); undefined: as `minSentenceConfidence`. */
  readonly minSpellingConfidence?: number | undefined;
}

export interface RewriteOptions {
  /** Beams of the search; 1 is greedy decoding. Minimum 1. */
  readonly numBeams: number;
  /** Next-best tokens tried where the text changes; those that are whole words are returned. Minimum 0. */
  readonly alternatives: number;
  /** Words that are right though nobody knows them, in lower case with plain apostrophes. Default none. */
  readonly ownWords?: readonly string[] | undefined;
}

/** One token of a rewritten sentence. */
export interface RewriteToken extends Span {
  /** Natural-log probability given the source and all tokens before it. `start`/`end` are UTF-16 units of `Rewrite.text`. */
  readonly logProb: number;
  /**
   * The same of the source's own token in its place, equal where it is that token; undefined where nobody knows, or
   * something else than the model says how likely this one is.
   */
  readonly keepLogProb?: number | undefined;
  /** Other whole words as text, likeliest first, where the text changes; empty unless asked for. */
  readonly alternatives: readonly { readonly text: string; readonly logProb: number }[];
}

export interface DecodeStats {
  /** Calls of the decoder graph. */
  readonly decoderCalls: number;
  readonly sourceTokens: number;
  readonly targetTokens: number;
}

/** A sentence as the model would write it. */
export interface Rewrite {
  readonly text: string;
  readonly tokens: readonly RewriteToken[];
  /** Log probability of ending where the text ends. */
  readonly endLogProb: number;
  /** As a token's, of what the source has there. */
  readonly endKeepLogProb?: number | undefined;
  /** Probability (0..1) that a word is misspelt for which the text has another than the likeliest spelling; default 0. */
  readonly misspelt?: number | undefined;
  readonly stats: DecodeStats;
}

/** Sentence in, sentence out. Knows nothing of edits, documents or HTTP. */
export interface Rewriter {
  readonly info: ModelInfo;
  /**
   * One rewrite per sentence, in order. `onRewrite` is told of each as soon as it is ready, in any
   * order; implementations that have nothing before the end may leave it alone.
   * @throws UnavailableError when the queue is full: the call is taken whole or refused whole.
   * @throws CancelledError when `signal` fires.
   */
  rewrite(
    sentences: readonly string[],
    options: RewriteOptions,
    signal?: AbortSignal,
    onRewrite?: (index: number, rewrite: Rewrite) => void,
  ): Promise<readonly Rewrite[]>;
  close(): Promise<void>;
}
