import type { ScoredToken } from "../decode.js";
import type { DecoderOutput, DecoderRow, EncodedBatch, Seq2SeqGraph } from "../graph.js";

/** How often, per position, the graph does something else than copy on. */
export interface HashGraphRates {
  readonly substitute: number;
  readonly insert: number;
  readonly delete: number;
  /** Says any token at all, the end included. */
  readonly random: number;
  /** Ends a draft there, whether it would go on or not. */
  readonly cut?: number;
  /** Decides by the place in the source alone, whatever was written before. */
  readonly local?: boolean;
}

interface Prediction {
  /** Likeliest first. */
  readonly ranked: readonly ScoredToken[];
  readonly keepLogProb: number | undefined;
}

const PAST: Prediction = { ranked: [], keepLogProb: undefined };

interface HashBatch extends EncodedBatch {
  readonly sources: readonly (readonly number[])[];
}

/**
 * A seq2seq graph in plain arithmetic: each prediction is a pure function of the source, the
 * target before it and the source index it is told, as a decoder's is, and mostly it copies the
 * source on. Counts the positions it was asked for; what is past is not predicted.
 */
export class HashGraph implements Seq2SeqGraph {
  calls = 0;
  positions = 0;
  readonly #rates: HashGraphRates;
  readonly #vocabulary: number;
  readonly #eos: number;

  constructor(rates: HashGraphRates, vocabulary: number, eos: number) {
    this.#rates = rates;
    this.#vocabulary = vocabulary;
    this.#eos = eos;
  }

  async encode(sources: readonly (readonly number[])[]): Promise<HashBatch> {
    return { size: sources.length, sources };
  }

  async decode(
    encoded: EncodedBatch,
    rows: readonly DecoderRow[],
    topK: number,
  ): Promise<DecoderOutput> {
    this.calls++;
    const { sources } = encoded as HashBatch;
    const answers = rows.map((row) => this.#predictRow(row, sources[row.source] ?? [], topK));
    const at = (row: number, position: number, rank: number) =>
      answers[row]?.predictions[position]?.ranked[rank];
    return {
      topK,
      length: (row) => answers[row]?.length ?? 0,
      id: (row, position, rank) => at(row, position, rank)?.id as number,
      logProb: (row, position, rank) => at(row, position, rank)?.logProb as number,
      keepLogProb: (row, position) => answers[row]?.predictions[position]?.keepLogProb,
      likeliest: (row, position) => at(row, position, 0)?.id,
      past: (_row, length) => ({ length }),
    };
  }

  #predictRow(row: DecoderRow, source: readonly number[], topK: number) {
    const start = source.reduce(mix, 17);
    let state = start;
    const predictions: Prediction[] = [];
    let length = row.input.length;
    const beforeDraft = row.input.length - (row.draft ?? 0);
    for (const [position, token] of row.input.entries()) {
      state = mix(state, token);
      const isCut = fraction(mix(state, 7)) < (this.#rates.cut ?? 0);
      if (position >= beforeDraft && isCut) length = Math.min(length, position);
      const isPast = position < (row.past?.length ?? 0);
      if (!isPast) this.positions++;
      const sourceIndex = row.sourceIndex[position] as number;
      const decider = this.#rates.local ? mix(start, sourceIndex) : state;
      predictions.push(isPast ? PAST : this.#predict(decider, source, sourceIndex, topK));
    }
    return { length, predictions };
  }

  #predict(state: number, source: readonly number[], at: number, topK: number): Prediction {
    const chance = fraction(mix(state, 1));
    const other = 3 + Math.floor(fraction(mix(state, 2)) * (this.#vocabulary - 3));
    const next = source[at] ?? this.#eos;
    const { substitute, insert, random } = this.#rates;
    const rest = substitute + insert + this.#rates.delete;
    let first = next;
    if (chance < random) first = fraction(mix(state, 5)) < 0.05 ? this.#eos : other;
    else if (chance < random + substitute + insert && next !== this.#eos) first = other;
    else if (chance < random + rest) first = source[at + 1] ?? this.#eos;
    const logProb = -3 * fraction(mix(state, 3));
    const ranked = Array.from({ length: topK }, (_, rank) => ({
      id: rank === 0 ? first : 3 + ((first + rank * 7) % (this.#vocabulary - 3)),
      logProb: logProb - rank * 1.5,
    }));
    const kept = ranked.find(({ id }) => id === next);
    return { ranked, keepLogProb: kept?.logProb ?? -9 - fraction(mix(state, 9)) };
  }
}

function mix(state: number, value: number): number {
  const x = Math.imul((state ^ (value + 0x9e3779b9)) >>> 0, 0x85ebca6b);
  return (x ^ (x >>> 13) ^ (x >>> 16)) >>> 0;
}

function fraction(state: number): number {
  const x = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0;
  return ((x ^ (x >>> 12)) >>> 0) / 4294967296;
}
