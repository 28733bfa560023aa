import { SourceAligner } from "./align.js";
import { type Draft, Drafter } from "./draft.js";
import type {
  DecoderOutput,
  DecoderPast,
  DecoderRow,
  Seq2SeqGraph,
  SpecialTokens,
} from "./graph.js";
import { type StopReason, stopReason } from "./stopping.js";

/** What the decoders must know of a model beside its graph. */
export interface DecoderModel {
  readonly graph: Seq2SeqGraph;
  readonly tokens: SpecialTokens;
  /** Its tokens by id, as the tokenizer has them. */
  readonly vocabulary: readonly string[];
  /** `tokenCosts` of its vocabulary. */
  readonly costs: Uint8Array;
  /** A target that reaches this many tokens without ending is given up. */
  readonly maxTargetTokens: number;
}

/** One sentence to decode, as `SentenceTokenizer.encode` gives it. */
export interface DecoderSource {
  readonly source: readonly number[];
  readonly copy: readonly number[];
}

export interface ScoredToken {
  readonly id: number;
  readonly logProb: number;
}

export interface DecodedToken extends ScoredToken {
  /** Log probability of the source's own token in its place (`DecoderOutput.keepLogProb`). */
  readonly keepLogProb: number | undefined;
  /** Next-best tokens at this position, likeliest first. */
  readonly alternatives: readonly ScoredToken[];
}

export interface DecodedSentence {
  /** Without start and end tokens. */
  readonly tokens: readonly DecodedToken[];
  /** Log probability of the end token; 0 unless `stop` is "end". */
  readonly endLogProb: number;
  /** As a token's; undefined unless `stop` is "end". */
  readonly endKeepLogProb: number | undefined;
  readonly stop: StopReason;
  /** Decoder calls this sentence took part in. */
  readonly decoderCalls: number;
}

export interface DecodeOptions {
  /** Next-best tokens to return per position. Minimum 0. */
  readonly alternatives: number;
  /**
   * "aggressive" (the one to use) drafts the rest of the source and verifies it in one call;
   * "greedy" takes one token a call. Same answer, token for token.
   */
  readonly strategy: "aggressive" | "greedy";
}

/**
 * Greedy decoding with the source as draft: a correction mostly copies its input, so the decoder
 * is shown the rest of the source as if already written, and everything up to the first
 * disagreement is accepted from one call. There the model's own token is taken, and the next draft is
 * the source from there on with what the call said of it (`Drafter`; aggressive decoding: Sun et al. 2021,
 * arXiv 2106.04970; Ge et al. 2022, arXiv 2205.10350). The predictions accepted are those of plain greedy
 * decoding, because a position depends only on the tokens before it. A graph may end a draft where it sees the
 * disagreement coming; the next draft starts from there. Neither strategy has the decoder read an
 * accepted token twice (`DecoderPast`).
 */
export async function decodeGreedy(
  model: DecoderModel,
  sources: readonly DecoderSource[],
  options: DecodeOptions,
): Promise<DecodedSentence[]> {
  if (sources.length === 0) return [];
  const encoded = await model.graph.encode(sources.map(({ source }) => source));
  const targets = sources.map(({ copy }, index) => new Target(model, copy, index));
  const draft = options.strategy === "aggressive";
  let open = targets;
  while (open.length > 0) {
    const rows = open.map((target) => target.extend(draft));
    const output = await model.graph.decode(encoded, rows, 1 + options.alternatives);
    open.forEach((target, row) => {
      target.accept(output, row);
    });
    open = open.filter((target) => target.stop === undefined);
  }
  return targets.map((target) => target.result());
}

const NO_DRAFT: Draft = { tokens: [], end: undefined };

/** A target being written: the tokens accepted so far, then possibly a draft. */
class Target {
  stop: StopReason | undefined;
  readonly #model: DecoderModel;
  readonly #copy: readonly number[];
  readonly #index: number;
  readonly #aligner: SourceAligner;
  readonly #drafter: Drafter;
  /** Start token, accepted tokens, and after `extend` the draft. */
  readonly #input: number[];
  readonly #accepted: DecodedToken[] = [];
  /** Of the accepted tokens, as the decoder read them; what was rejected of a draft is cut off. */
  #past: DecoderPast | undefined;
  #endLogProb = 0;
  #endKeepLogProb: number | undefined;
  #calls = 0;

  constructor(model: DecoderModel, copy: readonly number[], index: number) {
    this.#model = model;
    this.#copy = copy;
    this.#index = index;
    this.#aligner = new SourceAligner(copy, model.costs);
    this.#drafter = new Drafter(copy, { eos: model.tokens.eos, vocabulary: model.vocabulary });
    this.#input = [model.tokens.decoderStart];
  }

  /** The next decoder row: what is accepted and, if asked for, a draft of the rest. */
  extend(draft: boolean): DecoderRow {
    const room = this.#model.maxTargetTokens - this.#accepted.length - 1;
    const { tokens, end } = draft ? this.#drafter.draft(room) : NO_DRAFT;
    for (const token of tokens) this.#push(token);
    return {
      source: this.#index,
      input: this.#input,
      draft: tokens.length,
      drafted: end,
      sourceIndex: this.#aligner.indices,
      past: this.#past,
    };
  }

  /** Takes the predictions for all positions up to the first that the draft did not foresee. */
  accept(output: DecoderOutput, row: number): void {
    this.#calls++;
    const length = output.length(row);
    const first = this.#accepted.length;
    for (let position = first; position < length; position++) {
      const id = output.id(row, position, 0);
      const logProb = output.logProb(row, position, 0);
      const keepLogProb = output.keepLogProb(row, position);
      if (id === this.#model.tokens.eos) {
        this.#endLogProb = logProb;
        this.#endKeepLogProb = keepLogProb;
        this.stop = "end";
        return;
      }
      const alternatives = runnersUp(output, row, position, output.topK - 1, id);
      this.#accepted.push({ id, logProb, keepLogProb, alternatives });
      const goesOn = this.#input[position + 1] === id && position + 1 < length;
      if (!goesOn) {
        this.#learn(output, row, first, position);
        this.#truncate(position);
        this.#push(id);
      }
      this.stop = stopReason(this.#input, position + 1, this.#copy, this.#model.maxTargetTokens);
      if (this.stop !== undefined) return;
      if (!goesOn) {
        this.#past = output.past(row, position + 1);
        return;
      }
    }
  }

  result(): DecodedSentence {
    return {
      tokens: this.#accepted,
      endLogProb: this.#endLogProb,
      endKeepLogProb: this.#endKeepLogProb,
      stop: this.stop as StopReason,
      decoderCalls: this.#calls,
    };
  }

  /**
   * Tells the drafter what the model says of its draft, which began behind position `first` and was right up to
   * `position`.
   */
  #learn(output: DecoderOutput, row: number, first: number, position: number): void {
    for (let behind = position + 1; behind < this.#input.length; behind++) {
      const token = output.likeliest(row, behind);
      if (token !== undefined) this.#drafter.expect(behind - first, token);
    }
    this.#drafter.accept(position - first, output.id(row, position, 0));
  }

  #push(token: number): void {
    this.#input.push(token);
    this.#aligner.push(token);
  }

  /** Drops all but `length` target tokens. */
  #truncate(length: number): void {
    this.#input.length = length + 1;
    this.#aligner.truncate(length);
  }
}

/** The likeliest tokens at a position other than `taken`. */
export function runnersUp(
  output: DecoderOutput,
  row: number,
  position: number,
  count: number,
  taken: number,
): ScoredToken[] {
  const others: ScoredToken[] = [];
  for (let rank = 0; rank < output.topK && others.length < count; rank++) {
    const id = output.id(row, position, rank);
    if (id !== taken) others.push({ id, logProb: output.logProb(row, position, rank) });
  }
  return others;
}
