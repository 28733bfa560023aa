import type { DecoderOutput, DecoderRow, EncodedBatch, Seq2SeqGraph } from "../graph.js";

interface ScriptedBatch extends EncodedBatch {
  readonly targets: readonly (readonly number[])[];
}

/** A graph that knows one target per source and says it token by token, whatever it is fed. */
export class ScriptedGraph implements Seq2SeqGraph {
  /** Sentences per call of the encoder. */
  readonly batches: number[] = [];
  readonly #targetOf: (source: readonly number[]) => readonly number[];
  readonly #logProb: number;

  /** @param targetOf the target of a source, both with the end token last. */
  constructor(targetOf: (source: readonly number[]) => readonly number[], logProb = -0.1) {
    this.#targetOf = targetOf;
    this.#logProb = logProb;
  }

  async encode(sources: readonly (readonly number[])[]): Promise<ScriptedBatch> {
    this.batches.push(sources.length);
    return { size: sources.length, targets: sources.map((source) => this.#targetOf(source)) };
  }

  async decode(
    encoded: EncodedBatch,
    rows: readonly DecoderRow[],
    topK: number,
  ): Promise<DecoderOutput> {
    const { targets } = encoded as ScriptedBatch;
    const token = (row: number, position: number, rank: number): number => {
      const target = targets[rows[row]?.source ?? 0] ?? [];
      return (target[Math.min(position, target.length - 1)] as number) + rank;
    };
    return {
      topK,
      length: (row) => rows[row]?.input.length ?? 0,
      id: token,
      logProb: (_row, _position, rank) => this.#logProb - rank,
      keepLogProb: () => undefined,
      likeliest: (row, position) => token(row, position, 0),
      past: (_row, length) => ({ length }),
    };
  }
}
