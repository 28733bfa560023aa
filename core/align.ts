/**
 * Where copying goes on: for a target prefix, the source token that comes next if the text is
 * copied from here. A weighted edit distance between source and prefix, in integers, so that the
 * trainer's `gec/align.py` gives the same answer bit for bit. Sees ids only.
 */

/** Cost of inserting or deleting a token that starts a word; one that continues a word costs 1. */
const WORD_COST = 4;

/** Padding, end and unknown: ids below this never continue a word. */
const SPECIAL_TOKENS = 3;

/** True when a token goes on with the word before it, judged by its string in the vocabulary. */
export function continuesWord(token: string): boolean {
  const first = token.charAt(0);
  return /[A-Za-z0-9]/.test(first) || (first > "\x7f" && first !== "\u0120");
}

/** Costs by token id, for `SourceAligner`. */
export function tokenCosts(vocabulary: readonly string[]): Uint8Array {
  return Uint8Array.from(vocabulary, (token, id) =>
    id >= SPECIAL_TOKENS && continuesWord(token) ? 1 : WORD_COST,
  );
}

/** True when a token begins a word, by the costs of `tokenCosts`. */
export function startsWord(token: number, costs: Uint8Array): boolean {
  return costs[token] === WORD_COST;
}

/**
 * Follows one target token by token. Each push costs time linear in the source's length;
 * `truncate` takes pushes back for free.
 */
export class SourceAligner {
  readonly #source: readonly number[];
  readonly #costs: Uint8Array;
  /** Row t, of width n: cost of making the first t target tokens from the first j source tokens. */
  #rows: Int32Array;
  readonly #indices: number[] = [0];

  /** @param source token ids of the sentence, the end token last (it is never consumed). */
  constructor(source: readonly number[], costs: Uint8Array) {
    this.#source = source;
    this.#costs = costs;
    this.#rows = new Int32Array(source.length * (2 * source.length + 16));
    for (let j = 1; j < source.length; j++) {
      this.#rows[j] = (this.#rows[j - 1] as number) + this.#cost(source[j - 1] as number);
    }
  }

  /** Source index per position, one more than tokens pushed: [t] belongs to the prefix of t tokens. */
  get indices(): readonly number[] {
    return this.#indices;
  }

  /** Source index after the whole prefix. */
  get index(): number {
    return this.#indices.at(-1) as number;
  }

  /** Adds a target token and returns the source index after it. */
  push(token: number): number {
    const width = this.#source.length;
    const above = (this.#indices.length - 1) * width;
    const here = above + width;
    if (here + width > this.#rows.length) this.#grow();
    const rows = this.#rows;
    const cost = this.#cost(token);

    let left = (rows[above] as number) + cost;
    rows[here] = left;
    let best = left;
    let index = 0;
    for (let j = 1; j < width; j++) {
      const sourceToken = this.#source[j - 1] as number;
      const sourceCost = this.#cost(sourceToken);
      const substitute = sourceToken === token ? 0 : sourceCost === cost ? cost : cost + sourceCost;
      left = Math.min(
        (rows[above + j] as number) + cost,
        (rows[above + j - 1] as number) + substitute,
        left + sourceCost,
      );
      rows[here + j] = left;
      if (left <= best) {
        best = left;
        index = j;
      }
    }
    this.#indices.push(index);
    return index;
  }

  /** Takes back all but the first `length` target tokens. */
  truncate(length: number): void {
    this.#indices.length = length + 1;
  }

  /** An aligner that stands at the same place and goes its own way from here. */
  clone(): SourceAligner {
    const copy = new SourceAligner(this.#source, this.#costs);
    copy.#rows = this.#rows.slice();
    copy.#indices.push(...this.#indices.slice(1));
    return copy;
  }

  #cost(token: number): number {
    return this.#costs[token] ?? WORD_COST;
  }

  #grow(): void {
    const larger = new Int32Array(this.#rows.length * 2 + this.#source.length);
    larger.set(this.#rows);
    this.#rows = larger;
  }
}
