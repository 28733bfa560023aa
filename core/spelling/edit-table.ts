import { COST, extraCost, missingCost, substitutionCost } from "./cost.js";
import { type HeardSound, hearSounds, type SoundsByLetter } from "./sounds.js";

/** No word has it. */
const NO_LETTER = 0xffff;

/**
 * Edit table of one typed word: row d holds what it costs to write the first d letters of a right
 * word as each beginning of the typed one. Words with a beginning in common share its rows.
 */
export class EditTable {
  readonly #width: number;
  readonly #units: Uint16Array;
  readonly #extra: Float64Array;
  readonly #sounds: SoundsByLetter;
  readonly #begunSounds: SoundsByLetter;
  readonly #rows: Float64Array;
  /** Letters of the right word, the first at 1. */
  readonly #letters: Uint16Array;
  /** Substitution costs of each right letter along the typed word. */
  readonly #substitutions = new Map<number, Float64Array>();

  /**
   * @param typed lower-case letters and apostrophes.
   * @param longest letters of the longest right word.
   */
  constructor(typed: string, longest: number) {
    const units = Array.from(typed, (_, i) => typed.charCodeAt(i));
    const { whole, begun } = hearSounds(typed);
    this.#width = units.length + 1;
    this.#units = Uint16Array.from(units);
    this.#extra = Float64Array.from(units, (unit, i) =>
      extraCost(unit, units[i - 1] ?? 0, units[i + 1] ?? 0),
    );
    this.#sounds = whole;
    this.#begunSounds = begun;
    this.#letters = new Uint16Array(longest + 1);
    this.#rows = new Float64Array((longest + 1) * this.#width);
    for (let i = 1; i < this.#width; i++) {
      const first = i === 1 ? COST.first : 0;
      this.#rows[i] = (this.#rows[i - 1] as number) + (this.#extra[i - 1] as number) + first;
    }
  }

  /** The first `length` letters of the right word. */
  word(length: number): string {
    return String.fromCharCode(...this.#letters.subarray(1, length + 1));
  }

  /** Cost of the right word that is `length` letters long. */
  cost(length: number): number {
    return this.#rows[(length + 1) * this.#width - 1] as number;
  }

  /**
   * Sets a letter of the right word, those before it being set, and fills its row.
   * @param depth 1 for the first.
   * @returns the least cost in the row.
   */
  write(depth: number, right: number): number {
    const rows = this.#rows;
    const units = this.#units;
    const extra = this.#extra;
    const width = this.#width;
    const row = depth * width;
    const above = row - width;
    this.#letters[depth] = right;
    const before = this.#letters[depth - 1] as number;
    const isFirst = depth === 1;
    const substitutions = this.#substitutionsOf(right);
    // The letter after must not count: all words with this beginning share the row.
    const missing = missingCost(right, before, 0) + (isFirst ? COST.first : 0);
    // No swap begins before the first letter, nor is one of two equal letters.
    const swapped = isFirst || before === right ? NO_LETTER : before;
    let diagonal = rows[above] as number;
    let cost = diagonal + missing;
    let least = cost;
    rows[row] = cost;
    for (let i = 1; i < width; i++) {
      let substituted = diagonal + (substitutions[i - 1] as number);
      if (isFirst && i === 1 && units[0] !== right) substituted += COST.first;
      diagonal = rows[above + i] as number;
      // No comparisons: a processor cannot foresee them.
      cost = Math.min(cost + (extra[i - 1] as number), substituted, diagonal + missing);
      if (units[i - 1] === swapped && i > 1 && units[i - 2] === right) {
        const first = i === 2 && depth === 2 ? COST.first : 0;
        cost = Math.min(cost, (rows[above - width + i - 2] as number) + COST.swap + first);
      }
      rows[row + i] = cost;
      least = Math.min(least, cost);
    }
    const sounds = this.#sounds[right];
    return sounds === undefined ? least : Math.min(least, this.#hear(sounds, depth));
  }

  /** Least cost after a swap or a sound that the first `depth` letters have begun and not ended. */
  leastBegun(depth: number): number {
    const rows = this.#rows;
    const units = this.#units;
    const last = this.#letters[depth] as number;
    const above = (depth - 1) * this.#width;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 1; i < units.length; i++) {
      if (units[i] === last) least = Math.min(least, (rows[above + i - 1] as number) + COST.swap);
    }
    for (const { right, typedLength, ends } of this.#begunSounds[last] ?? []) {
      if (!this.#endsWith(right, depth)) continue;
      const from = (depth - right.length) * this.#width - typedLength;
      for (const end of ends) least = Math.min(least, (rows[from + end] as number) + COST.sound);
    }
    return least;
  }

  /** Lowers row `depth` where the letters end in a sound; the least cost among those lowered. */
  #hear(sounds: readonly HeardSound[], depth: number): number {
    const rows = this.#rows;
    const width = this.#width;
    const row = depth * width;
    let least = Number.POSITIVE_INFINITY;
    for (const { right, typedLength, ends } of sounds) {
      if (!this.#endsWith(right, depth)) continue;
      const from = row - right.length * width - typedLength;
      for (const end of ends) {
        const cost = (rows[from + end] as number) + COST.sound;
        if (cost >= (rows[row + end] as number)) continue;
        rows[row + end] = cost;
        least = Math.min(least, cost);
        for (let i = end + 1; i < width; i++) {
          const put = (rows[row + i - 1] as number) + (this.#extra[i - 1] as number);
          if (put >= (rows[row + i] as number)) break;
          rows[row + i] = put;
        }
      }
    }
    return least;
  }

  #endsWith(sound: readonly number[], depth: number): boolean {
    if (sound.length > depth) return false;
    for (let i = 1; i <= sound.length; i++) {
      if (this.#letters[depth + 1 - i] !== sound[sound.length - i]) return false;
    }
    return true;
  }

  #substitutionsOf(right: number): Float64Array {
    let costs = this.#substitutions.get(right);
    if (costs === undefined) {
      const units = this.#units;
      costs = new Float64Array(units.length);
      for (let i = 0; i < units.length; i++) {
        costs[i] = substitutionCost(units[i] as number, right);
      }
      this.#substitutions.set(right, costs);
    }
    return costs;
  }
}
