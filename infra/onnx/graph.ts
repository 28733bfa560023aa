import { type InferenceSession, Tensor } from "onnxruntime-node";
import type {
  DecoderOutput,
  DecoderPast,
  DecoderRow,
  EncodedBatch,
  Seq2SeqGraph,
} from "../../core/graph.js";
import { checkGraphs } from "./contract.js";
import { OnnxPast, type PastName } from "./past.js";

export interface OnnxGraphOptions {
  /** Token that fills rows up to the longest. */
  readonly pad: number;
  /** Added to the logit of copying on; used by graphs that have the input `keep_bias`. */
  readonly keepBias: number;
}

type Feeds = Record<string, Tensor>;

/**
 * The decoder is never asked for fewer positions: with one, the runtime's matrix products add in
 * another order than with several, an int8 rounding now and then goes the other way, and a
 * probability would hang on how its position was reached (`work.test.ts`; onnxruntime 1.30).
 */
const MIN_POSITIONS = 2;

/** Both graphs of a model version on ONNX Runtime. `run` blocks the thread it is called on. */
export class OnnxGraph implements Seq2SeqGraph {
  readonly #encoder: InferenceSession;
  readonly #decoder: InferenceSession;
  readonly #options: OnnxGraphOptions;
  readonly #past: readonly PastName[];

  /** @throws ModelError when the graphs are not such as this version runs. */
  constructor(encoder: InferenceSession, decoder: InferenceSession, options: OnnxGraphOptions) {
    checkGraphs(encoder, decoder);
    this.#encoder = encoder;
    this.#decoder = decoder;
    this.#options = options;
    this.#past = pastNames(decoder);
  }

  async encode(sources: readonly (readonly number[])[]): Promise<EncodedBatch> {
    const ids = idTensor(sources, this.#options.pad); // [B, S]
    const mask = maskTensor(sources); // [B, S]
    const outputs = await this.#encoder.run({ input_ids: ids, attention_mask: mask });
    return new OnnxEncodedBatch(sources.length, {
      ...(outputs as Feeds),
      input_ids: ids,
      attention_mask: mask,
    });
  }

  async decode(
    encoded: EncodedBatch,
    rows: readonly DecoderRow[],
    topK: number,
  ): Promise<DecoderOutput> {
    const batch = encoded as OnnxEncodedBatch;
    const pasts = rows.map(({ past }) => (past as OnnxPast | undefined) ?? OnnxPast.NOTHING);
    const fresh = (row: readonly number[], index: number) =>
      row.slice((pasts[index] as OnnxPast).length);
    const inputs = rows.map(({ input }, index) => fresh(input, index));
    const sourceIndices = rows.map(({ sourceIndex }, index) => fresh(sourceIndex, index));
    const drafted = rows.map((row, index) => fresh(this.#drafted(row), index));
    const feeds: Feeds = {
      ...batch.select(rows.map(({ source }) => source)),
      ...OnnxPast.feeds(this.#past, pasts),
      decoder_input_ids: idTensor(inputs, this.#options.pad, MIN_POSITIONS), // [B, T]
      source_index: idTensor(sourceIndices, 0, MIN_POSITIONS), // [B, T]
      drafted_ids: idTensor(drafted, this.#options.pad, MIN_POSITIONS), // [B, T]
      top_k: new Tensor("int64", BigInt64Array.of(BigInt(topK)), [1]),
      keep_bias: new Tensor("float32", Float32Array.of(this.#options.keepBias), [1]),
    };
    const wanted = this.#decoder.inputNames.map((name) => [name, feeds[name] as Tensor] as const);
    const outputs = await this.#decoder.run(Object.fromEntries(wanted));
    const lengths = rows.map(({ input }) => input.length);
    return new OnnxDecoderOutput(outputs as Feeds, this.#past, pasts, lengths);
  }

  /** For each position of a row the token that its draft has next, padding where it has none. */
  #drafted({ input, draft = 0, drafted }: DecoderRow): number[] {
    const { pad } = this.#options;
    const start = input.length - draft;
    return input.map((_, at) => (at + 1 < start ? pad : (input[at + 1] ?? drafted ?? pad)));
  }
}

/** What the decoder takes of the past: `past_<name>` in, `<name>` out. */
function pastNames(decoder: InferenceSession): PastName[] {
  return decoder.inputMetadata.flatMap((input) => {
    if (!input.isTensor || !/^past_(key|value)_\d+$/.test(input.name)) return [];
    const output = input.name.slice("past_".length);
    return [{ input: input.name, output, width: input.shape[2] as number }];
  });
}

/** Encoder outputs and source of a batch, by the decoder's input names. */
class OnnxEncodedBatch implements EncodedBatch {
  readonly size: number;
  readonly #tensors: Feeds;
  #selected: { readonly sources: readonly number[]; readonly tensors: Feeds };

  constructor(size: number, tensors: Feeds) {
    this.size = size;
    this.#tensors = tensors;
    this.#selected = { sources: Array.from({ length: size }, (_, i) => i), tensors };
  }

  /** The tensors with one row per given sentence; the last selection is kept. */
  select(sources: readonly number[]): Feeds {
    const same =
      sources.length === this.#selected.sources.length &&
      sources.every((source, i) => source === this.#selected.sources[i]);
    if (!same) {
      const entries = Object.entries(this.#tensors);
      const tensors = Object.fromEntries(
        entries.map(([name, tensor]) => [name, gatherRows(tensor, sources)] as const),
      );
      this.#selected = { sources, tensors };
    }
    return this.#selected.tensors;
  }
}

class OnnxDecoderOutput implements DecoderOutput {
  readonly topK: number;
  readonly #width: number;
  readonly #ids: BigInt64Array; // [B, R, K]: R of T positions
  readonly #logProbs: Float32Array; // [B, R, K]
  readonly #keepLogProbs: Float32Array | undefined; // [B, R]; older versions and stock T5s have none
  readonly #positions: readonly number[]; // [B, R]: which they are, in order
  readonly #outputs: Feeds;
  readonly #names: readonly PastName[];
  readonly #pasts: readonly OnnxPast[];
  readonly #lengths: readonly number[];

  /** @param lengths positions of each row, past ones included. */
  constructor(
    outputs: Feeds,
    names: readonly PastName[],
    pasts: readonly OnnxPast[],
    lengths: readonly number[],
  ) {
    const ids = outputs.token_ids as Tensor;
    this.#ids = ids.data as BigInt64Array;
    this.#logProbs = outputs.log_probs?.data as Float32Array;
    this.#keepLogProbs = outputs.keep_log_probs?.data as Float32Array | undefined;
    this.#positions = Array.from(outputs.positions?.data as BigInt64Array, Number);
    this.#width = ids.dims[1] as number;
    this.topK = ids.dims[2] as number;
    this.#outputs = outputs;
    this.#names = names;
    this.#pasts = pasts;
    this.#lengths = lengths;
  }

  length(row: number): number {
    let first = 0;
    while (first < this.#width && this.#positions[row * this.#width + first] === first) first++;
    return Math.min((this.#pasts[row] as OnnxPast).length + first, this.#lengths[row] as number);
  }

  id(row: number, position: number, rank: number): number {
    return Number(this.#ids[this.#at(row, position, rank)]);
  }

  logProb(row: number, position: number, rank: number): number {
    return this.#logProbs[this.#at(row, position, rank)] as number;
  }

  keepLogProb(row: number, position: number): number | undefined {
    return this.#keepLogProbs?.[this.#slot(row, position)];
  }

  likeliest(row: number, position: number): number | undefined {
    const start = row * this.#width;
    const fresh = position - (this.#pasts[row] as OnnxPast).length;
    const slot = this.#positions.slice(start, start + this.#width).indexOf(fresh);
    return slot < 0 ? undefined : Number(this.#ids[(start + slot) * this.topK]);
  }

  past(row: number, length: number): DecoderPast {
    const before = this.#pasts[row] as OnnxPast;
    return before.grow(this.#names, this.#outputs, row, length - before.length);
  }

  #at(row: number, position: number, rank: number): number {
    return this.#slot(row, position) * this.topK + rank;
  }

  /** Only of positions before `length`: there a position is where it would be were all predicted. */
  #slot(row: number, position: number): number {
    return row * this.#width + position - (this.#pasts[row] as OnnxPast).length;
  }
}

/** int64 [rows, longest row], at least `minWidth` wide and filled up on the right. */
function idTensor(rows: readonly (readonly number[])[], fill: number, minWidth = 1): Tensor {
  const width = Math.max(minWidth, ...rows.map((row) => row.length));
  const data = new BigInt64Array(rows.length * width).fill(BigInt(fill));
  for (const [r, row] of rows.entries()) {
    for (const [i, id] of row.entries()) data[r * width + i] = BigInt(id);
  }
  return new Tensor("int64", data, [rows.length, width]);
}

function maskTensor(rows: readonly (readonly number[])[]): Tensor {
  const ones = rows.map((row) => Array.from(row, () => 1));
  return idTensor(ones, 0);
}

function gatherRows(tensor: Tensor, rows: readonly number[]): Tensor {
  const [batch = 1, ...rest] = tensor.dims;
  const data = tensor.data as Float32Array | BigInt64Array;
  const width = data.length / batch;
  const gathered =
    data instanceof Float32Array
      ? new Float32Array(rows.length * width)
      : new BigInt64Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    gathered.set(data.subarray(row * width, (row + 1) * width) as never, i * width);
  }
  return new Tensor(tensor.type, gathered, [rows.length, ...rest]);
}
