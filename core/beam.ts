import { SourceAligner } from "./align.js";
import {
  type DecodedSentence,
  type DecodedToken,
  type DecoderModel,
  type DecoderSource,
  runnersUp,
} from "./decode.js";
import type { DecoderOutput, DecoderPast, DecoderRow } from "./graph.js";
import { stopReason } from "./stopping.js";

export interface BeamOptions {
  /** Targets kept at each step. Minimum 1. */
  readonly numBeams: number;
  /** Next-best tokens to return per position. Minimum 0. */
  readonly alternatives: number;
}

/**
 * Beam search with scores normalised by length, as Hugging Face's `generate` does it by default
 * (length penalty 1, no early stopping): an ended target scores the mean log probability of its
 * tokens, end included; the search is over when no open beam can beat the worst of the
 * `numBeams` best that ended.
 */
export async function decodeBeam(
  model: DecoderModel,
  sources: readonly DecoderSource[],
  options: BeamOptions,
): Promise<DecodedSentence[]> {
  if (sources.length === 0) return [];
  const encoded = await model.graph.encode(sources.map(({ source }) => source));
  const searches = sources.map(({ copy }, index) => new Search(model, copy, index, options));
  const topK = Math.max(2 * options.numBeams, options.alternatives + 1);
  let open = searches;
  while (open.length > 0) {
    const rows = open.flatMap((search) => search.rows());
    const output = await model.graph.decode(encoded, rows, topK);
    let row = 0;
    for (const search of open) row += search.step(output, row);
    open = open.filter((search) => !search.done);
  }
  return searches.map((search) => search.result());
}

interface Beam {
  readonly input: readonly number[];
  readonly tokens: readonly DecodedToken[];
  readonly aligner: SourceAligner;
  /** All of `input` but its last token; undefined before the first call. */
  readonly past: DecoderPast | undefined;
  /** Sum of the tokens' log probabilities. */
  readonly total: number;
}

interface Ended {
  readonly tokens: readonly DecodedToken[];
  readonly endLogProb: number;
  readonly endKeepLogProb: number | undefined;
  /** Mean log probability, end token included. */
  readonly score: number;
}

interface Candidate {
  readonly beam: Beam;
  readonly row: number;
  readonly id: number;
  readonly logProb: number;
  readonly keepLogProb: number | undefined;
  readonly total: number;
}

/** The search for one sentence. */
class Search {
  done = false;
  readonly #model: DecoderModel;
  readonly #copy: readonly number[];
  readonly #index: number;
  readonly #options: BeamOptions;
  #beams: readonly Beam[];
  #ended: Ended[] = [];
  #calls = 0;

  constructor(model: DecoderModel, copy: readonly number[], index: number, options: BeamOptions) {
    this.#model = model;
    this.#copy = copy;
    this.#index = index;
    this.#options = options;
    const aligner = new SourceAligner(copy, model.costs);
    this.#beams = [
      { input: [model.tokens.decoderStart], tokens: [], aligner, past: undefined, total: 0 },
    ];
  }

  rows(): DecoderRow[] {
    return this.#beams.map(({ input, aligner, past }) => ({
      source: this.#index,
      input,
      sourceIndex: aligner.indices,
      past,
    }));
  }

  /** Takes the predictions of its rows, which begin at `firstRow`; returns how many they were. */
  step(output: DecoderOutput, firstRow: number): number {
    const rows = this.#beams.length;
    this.#calls++;
    const { numBeams } = this.#options;
    const next: Candidate[] = [];
    for (const [rank, candidate] of this.#candidates(output, firstRow).entries()) {
      if (next.length === numBeams) break;
      if (candidate.id !== this.#model.tokens.eos) next.push(candidate);
      else if (rank < numBeams) this.#end(candidate);
    }
    this.#beams = next.flatMap((candidate) => this.#grow(candidate, output));
    this.done = this.#beams.length === 0 || this.#isSettled();
    return rows;
  }

  result(): DecodedSentence {
    const [best] = this.#ended;
    return {
      tokens: best?.tokens ?? [],
      endLogProb: best?.endLogProb ?? 0,
      endKeepLogProb: best?.endKeepLogProb,
      stop: best === undefined ? "length" : "end",
      decoderCalls: this.#calls,
    };
  }

  /** The likeliest continuations of all beams, twice as many as beams, best first. */
  #candidates(output: DecoderOutput, firstRow: number): Candidate[] {
    const { numBeams } = this.#options;
    return this.#beams
      .flatMap((beam, i) => {
        const row = firstRow + i;
        const position = beam.tokens.length;
        const keepLogProb = output.keepLogProb(row, position);
        return Array.from({ length: Math.min(2 * numBeams, output.topK) }, (_, rank) => {
          const logProb = output.logProb(row, position, rank);
          const id = output.id(row, position, rank);
          return { beam, row, id, logProb, keepLogProb, total: beam.total + logProb };
        });
      })
      .toSorted((a, b) => b.total - a.total)
      .slice(0, 2 * numBeams);
  }

  #end({ beam: { tokens }, logProb, keepLogProb, total }: Candidate): void {
    const score = total / (tokens.length + 1);
    this.#ended.push({ tokens, endLogProb: logProb, endKeepLogProb: keepLogProb, score });
    this.#ended = this.#ended
      .toSorted((a, b) => b.score - a.score)
      .slice(0, this.#options.numBeams);
  }

  /** The beam one token on; none where the stopping rule gives it up. */
  #grow({ beam, row, id, logProb, keepLogProb, total }: Candidate, output: DecoderOutput): Beam[] {
    const position = beam.tokens.length;
    const input = [...beam.input, id];
    if (stopReason(input, position + 1, this.#copy, this.#model.maxTargetTokens)) return [];
    const aligner = beam.aligner.clone();
    aligner.push(id);
    const others = runnersUp(output, row, position, this.#options.alternatives, id);
    const token = { id, logProb, keepLogProb, alternatives: others };
    const past = output.past(row, position + 1);
    return [{ input, tokens: [...beam.tokens, token], aligner, past, total }];
  }

  /** True when no open beam, kept as likely as it is, can beat the worst target that counts. */
  #isSettled(): boolean {
    if (this.#ended.length < this.#options.numBeams) return false;
    const best = this.#beams[0] as Beam;
    return (this.#ended.at(-1) as Ended).score >= best.total / best.tokens.length;
  }
}
