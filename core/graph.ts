/**
 * The neural network as the decoders see it: ids in, likeliest ids out. Implementations say
 * nothing of text; decoders say nothing of tensors.
 */

/** Sentences that went through the encoder; only the graph that made it can read it. */
export interface EncodedBatch {
  /** Number of sentences. */
  readonly size: number;
}

/** What the decoder kept of positions it has read; only the graph that made it can read it. */
export interface DecoderPast {
  /** Number of positions. */
  readonly length: number;
}

/** One target, written up to some point; what comes after each position is to be predicted. */
export interface DecoderRow {
  /** Index of its sentence in the encoded batch. */
  readonly source: number;
  /** Start token, then the target's tokens so far. */
  readonly input: readonly number[];
  /**
   * How many of the last tokens of `input` are a draft: a guess, of interest up to the first token
   * that the model would not write. Default 0.
   */
  readonly draft?: number | undefined;
  /** The token that the draft has behind the last of `input`, where it has one. */
  readonly drafted?: number | undefined;
  /** For each position of `input`, the source token that comes next if copied on (`align.ts`). */
  readonly sourceIndex: readonly number[];
  /** Positions from the first on that are known from an earlier call, and not predicted again. */
  readonly past?: DecoderPast | undefined;
}

/**
 * Predictions for the positions of each row, its past left out: what comes after
 * `input[0..position]`. They go on at least to the last position before the draft.
 */
export interface DecoderOutput {
  /** Predictions per position, likeliest first. */
  readonly topK: number;
  /** Positions of a row from its first on that are past or predicted; those behind are not. */
  length(row: number): number;
  id(row: number, position: number, rank: number): number;
  /** Natural-log probability over the whole vocabulary. */
  logProb(row: number, position: number, rank: number): number;
  /**
   * The same of the source token that comes next if copied on (`sourceIndex`): equal to a rank's where it is that token.
   * Undefined where the graph does not tell.
   */
  keepLogProb(row: number, position: number): number | undefined;
  /**
   * Likeliest token at a position, be it behind `length`: a graph may also predict what comes after later tokens of a
   * draft. Undefined where it did not.
   */
  likeliest(row: number, position: number): number | undefined;
  /** For a later call whose row begins with the same `length` positions as this one's. */
  past(row: number, length: number): DecoderPast;
}

export interface Seq2SeqGraph {
  /** @param sources token ids per sentence, the end token last. */
  encode(sources: readonly (readonly number[])[]): Promise<EncodedBatch>;
  /** Row results do not depend on the other rows. */
  decode(encoded: EncodedBatch, rows: readonly DecoderRow[], topK: number): Promise<DecoderOutput>;
}

/** Token ids with a meaning of their own. */
export interface SpecialTokens {
  readonly pad: number;
  readonly eos: number;
  /** First token of every decoder input. */
  readonly decoderStart: number;
}
