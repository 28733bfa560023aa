import type { Shared } from "./shared.js";
import type { Text } from "./text.js";
import { classesOf, SPACE } from "./units.js";

/**
 * Words put in, taken out or replaced to turn one text into another (Levenshtein over words between
 * spaces; case and punctuation count). Keeps its arrays between calls.
 */
export class WordDistance {
  readonly #a = new WordPlaces();
  readonly #b = new WordPlaces();
  #row = new Int32Array(64);

  /**
   * The distance; where it is more than `most`, some number above that.
   *
   * @param shared The ends that both have: they are left out.
   */
  upTo(most: number, a: Text, b: Text, { start, end }: Shared): number {
    this.#a.find(a, start, end);
    this.#b.find(b, start, end);
    return this.#between(this.#a, this.#b, most);
  }

  /** Only cells whose distance from the diagonal can be within `most` are filled (Ukkonen 1985). */
  #between(a: WordPlaces, b: WordPlaces, most: number): number {
    if (Math.abs(a.count - b.count) > most) return most + 1;
    if (a.count === 0 || b.count === 0) return a.count + b.count;
    if (this.#row.length <= b.count) this.#row = new Int32Array(2 * b.count);
    const row = this.#row;
    const far = most + 1;
    for (let j = 0; j <= b.count; j++) row[j] = Math.min(j, far);
    for (let i = 1; i <= a.count; i++) {
      const first = Math.max(1, i - most);
      const last = Math.min(b.count, i + most);
      let diagonal = row[first - 1] as number;
      row[first - 1] = first === 1 ? i : far;
      let least = row[first - 1] as number;
      for (let j = first; j <= last; j++) {
        const above = row[j] as number;
        const replaced = diagonal + (a.sameAt(i - 1, b, j - 1) ? 0 : 1);
        const here = Math.min(replaced, above + 1, (row[j - 1] as number) + 1);
        row[j] = here;
        if (here < least) least = here;
        diagonal = above;
      }
      if (least > most) return far;
    }
    return row[b.count] as number;
  }
}

/** Where the words of a part of a text stand. */
class WordPlaces {
  count = 0;
  #units: Uint16Array = new Uint16Array();
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** Finds the words of `text` without its first `skipped` and last `left` units. */
  find({ units, start, end }: Text, skipped: number, left: number): void {
    this.#units = units;
    this.count = 0;
    const last = end - left;
    let i = start + skipped;
    while (i < last) {
      while (i < last && classesOf(units[i] as number) & SPACE) i++;
      if (i === last) break;
      this.#starts[this.count] = i;
      while (i < last && !(classesOf(units[i] as number) & SPACE)) i++;
      this.#ends[this.count++] = i;
    }
  }

  /** Whether word `i` is the word `j` of others. */
  sameAt(i: number, others: WordPlaces, j: number): boolean {
    const start = this.#starts[i] as number;
    const other = others.#starts[j] as number;
    const length = (this.#ends[i] as number) - start;
    if (length !== (others.#ends[j] as number) - other) return false;
    for (let k = 0; k < length; k++) {
      if (this.#units[start + k] !== others.#units[other + k]) return false;
    }
    return true;
  }
}
