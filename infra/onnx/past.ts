import { Tensor } from "onnxruntime-node";
import type { DecoderPast } from "../../core/graph.js";

/** A decoder's input that holds past positions, and the output that gives those of new ones. */
export interface PastName {
  readonly input: string;
  readonly output: string;
  /** Numbers per position. */
  readonly width: number;
}

/** Positions a buffer is made for at first; it doubles from there. */
const FIRST_ROOM = 48;

const NO_NUMBERS = new Float32Array();

/**
 * The positions of one target that the decoder has read, as its graph gave them. Pasts that grow
 * from one another share buffers: who grows the newest writes behind it, who grows an older one
 * (a draft cut back, another beam) takes a copy.
 */
export class OnnxPast implements DecoderPast {
  readonly length: number;
  readonly #buffers: readonly PastBuffer[];

  private constructor(length: number, buffers: readonly PastBuffer[]) {
    this.length = length;
    this.#buffers = buffers;
  }

  static readonly NOTHING = new OnnxPast(0, []);

  /**
   * This past and some positions more.
   * @param outputs by name, each (rows, positions, width).
   * @param row whose positions to take, `count` of them from its first on.
   */
  grow(
    names: readonly PastName[],
    outputs: Readonly<Record<string, Tensor>>,
    row: number,
    count: number,
  ): OnnxPast {
    const buffers = names.map(({ output, width }, i) => {
      const { data, dims } = outputs[output] as Tensor;
      const start = row * (dims[1] as number) * width;
      const added = (data as Float32Array).subarray(start, start + count * width);
      const buffer = this.#buffers[i] ?? new PastBuffer(width, FIRST_ROOM);
      return buffer.append(this.length, added);
    });
    return new OnnxPast(this.length + count, buffers);
  }

  /** The decoder's inputs for rows with these pasts: (rows, longest, width), filled up on the right. */
  static feeds(names: readonly PastName[], pasts: readonly OnnxPast[]): Record<string, Tensor> {
    const longest = Math.max(...pasts.map(({ length }) => length));
    const feeds: Record<string, Tensor> = {
      past_length: new Tensor(
        "int64",
        BigInt64Array.from(pasts, ({ length }) => BigInt(length)),
        [pasts.length],
      ),
    };
    for (const [i, { input, width }] of names.entries()) {
      const views = pasts.map((past) => past.#buffers[i]?.view(past.length) ?? NO_NUMBERS);
      const data = views.length === 1 ? (views[0] as Float32Array) : pad(views, longest * width);
      feeds[input] = new Tensor("float32", data, [pasts.length, longest, width]);
    }
    return feeds;
  }
}

/** Positions one behind the other; only ever appended to. */
class PastBuffer {
  readonly #width: number;
  #data: Float32Array;
  #positions = 0;

  constructor(width: number, room: number) {
    this.#width = width;
    this.#data = new Float32Array(room * width);
  }

  view(positions: number): Float32Array {
    return this.#data.subarray(0, positions * this.#width);
  }

  /** Puts numbers behind the first `positions`: here where those are all, else in a copy. */
  append(positions: number, added: Float32Array): PastBuffer {
    const end = positions * this.#width;
    const room = (end + added.length) / this.#width;
    if (positions !== this.#positions) {
      const copy = new PastBuffer(this.#width, 2 * room);
      copy.#data.set(this.view(positions));
      copy.#positions = positions;
      return copy.append(positions, added);
    }
    if (end + added.length > this.#data.length) {
      const larger = new Float32Array(2 * room * this.#width);
      larger.set(this.view(positions));
      this.#data = larger;
    }
    this.#data.set(added, end);
    this.#positions = room;
    return this;
  }
}

function pad(rows: readonly Float32Array[], width: number): Float32Array {
  const data = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) data.set(row, i * width);
  return data;
}
