import { COST, extraCost, missingCost, SOUNDS, substitutionCost } from "./cost.js";
import type { Lexicon } from "./lexicon.js";

/** A word of the lexicon that may have been meant. */
export interface Candidate {
  /** Place in the lexicon. */
  readonly index: number;
  /** Cost of writing it as what was typed. */
  readonly cost: number;
}

/** A sound that the typed word holds, and the places after it. */
interface HeardSound {
  readonly right: readonly number[];
  readonly typedLength: number;
  readonly ends: readonly number[];
}

/** Letters by the last letter of the sound as the right word writes it. */
const SOUNDS_BY_END = groupSounds();
const MAX_WORD = 40;

/**
 * Words of the lexicon that cost at most `bound` to write as `typed`, in the lexicon's order: one
 * walk over the front-coded list, the rows of the edit table kept from word to word.
 * @param typed lower-case letters and apostrophes.
 */
export function findCandidates(lexicon: Lexicon, typed: string, bound: number): Candidate[] {
  const { letters, starts, shared } = lexicon;
  const table = new EditTable(typed);
  const found: Candidate[] = [];
  let common = 0;
  for (let index = 0; index < lexicon.size; ) {
    const start = starts[index] as number;
    const length = Math.min(MAX_WORD, (starts[index + 1] as number) - start);
    let depth = common + 1;
    let alive = true;
    for (; depth <= length; depth++) {
      table.fillRow(letters, start, depth);
      alive = table.isAlive(depth, bound);
      if (!alive) break;
    }
    if (alive && table.cost(length) <= bound) found.push({ index, cost: table.cost(length) });
    // No word with these letters first can be near enough: on to the next that begins otherwise.
    index = alive ? index + 1 : lexicon.next(index, depth);
    common = shared[index] ?? 0;
  }
  return found;
}

/** Edit table of one typed word: row d holds the costs of the first d letters of a word. */
class EditTable {
  readonly #width: number;
  readonly #units: Uint16Array;
  readonly #extra: Float64Array;
  readonly #heard: ReadonlyMap<number, readonly HeardSound[]>;
  /** Rows that a sound or a swap may reach back over. */
  readonly #reach: number;
  readonly #rows: Float64Array;
  /** Smallest cost of each row. */
  readonly #least = new Float64Array(MAX_WORD + 1);
  /** Substitution costs of each right letter along the typed word. */
  readonly #substitutions = new Map<number, Float64Array>();

  constructor(typed: string) {
    const units = Array.from(typed, (_, i) => typed.charCodeAt(i));
    const sounds = hearSounds(typed);
    this.#width = units.length + 1;
    this.#units = Uint16Array.from(units);
    this.#extra = Float64Array.from(units, (unit, i) =>
      extraCost(unit, units[i - 1] ?? 0, units[i + 1] ?? 0),
    );
    this.#heard = sounds;
    const lengths = Array.from(sounds.values(), (list) => list.map(({ right }) => right.length));
    this.#reach = Math.max(2, ...lengths.flat());
    this.#rows = new Float64Array((MAX_WORD + 1) * this.#width);
    for (let i = 1; i < this.#width; i++) {
      const first = i === 1 ? COST.first : 0;
      this.#rows[i] = (this.#rows[i - 1] as number) + (this.#extra[i - 1] as number) + first;
    }
  }

  /** Cost of a whole word of `length` letters whose rows are filled. */
  cost(length: number): number {
    return this.#rows[(length + 1) * this.#width - 1] as number;
  }

  /** Whether a word that begins with the first `depth` letters may still cost `bound` or less. */
  isAlive(depth: number, bound: number): boolean {
    if ((this.#least[depth] as number) <= bound) return true;
    const first = Math.max(0, depth + 1 - this.#reach);
    for (let row = first; row < depth; row++) {
      if ((this.#least[row] as number) + COST.sound <= bound) return true;
    }
    return false;
  }

  /** Fills row `depth`, for the letters from `start` on; the rows before must be filled. */
  fillRow(letters: Uint16Array, start: number, depth: number): void {
    const rows = this.#rows;
    const units = this.#units;
    const width = this.#width;
    const row = depth * width;
    const above = row - width;
    const right = letters[start + depth - 1] as number;
    const before = depth > 1 ? (letters[start + depth - 2] as number) : 0;
    const substitutions = this.#substitutionsOf(right);
    // The letter after must not count: all words with this beginning share the row.
    const missing = missingCost(right, before, 0) + (depth === 1 ? COST.first : 0);
    let smallest = (rows[above] as number) + missing;
    rows[row] = smallest;
    for (let i = 1; i < width; i++) {
      let cost = (rows[above + i - 1] as number) + (substitutions[i - 1] as number);
      if (i === 1 && depth === 1 && units[0] !== right) cost += COST.first;
      const left = (rows[above + i] as number) + missing;
      if (left < cost) cost = left;
      const put = (rows[row + i - 1] as number) + (this.#extra[i - 1] as number);
      if (put < cost) cost = put;
      if (i > 1 && units[i - 1] === before && units[i - 2] === right && before !== right) {
        const first = i === 2 && depth === 2 ? COST.first : 0;
        const swap = (rows[above - width + i - 2] as number) + COST.swap + first;
        if (swap < cost) cost = swap;
      }
      rows[row + i] = cost;
      if (cost < smallest) smallest = cost;
    }
    this.#least[depth] = Math.min(smallest, this.#hear(letters, start, depth, right));
  }

  /** Lowers row `depth` where the letters end in a sound; its smallest cost among those. */
  #hear(letters: Uint16Array, start: number, depth: number, last: number): number {
    const rows = this.#rows;
    const width = this.#width;
    const row = depth * width;
    let smallest = Number.POSITIVE_INFINITY;
    for (const { right, typedLength, ends } of this.#heard.get(last) ?? []) {
      if (right.length > depth || !endsWith(letters, start + depth, right)) continue;
      const from = row - right.length * width - typedLength;
      for (const end of ends) {
        const cost = (rows[from + end] as number) + COST.sound;
        if (cost >= (rows[row + end] as number)) continue;
        rows[row + end] = cost;
        if (cost < smallest) smallest = cost;
        for (let i = end + 1; i < width; i++) {
          const put = (rows[row + i - 1] as number) + (this.#extra[i - 1] as number);
          if (put >= (rows[row + i] as number)) break;
          rows[row + i] = put;
        }
      }
    }
    return smallest;
  }

  #substitutionsOf(right: number): Float64Array {
    const known = this.#substitutions.get(right);
    if (known !== undefined) return known;
    const costs = Float64Array.from(this.#units, (unit) => substitutionCost(unit, right));
    this.#substitutions.set(right, costs);
    return costs;
  }
}

function endsWith(letters: Uint16Array, end: number, sound: readonly number[]): boolean {
  for (let i = 1; i <= sound.length; i++) {
    if (letters[end - i] !== sound[sound.length - i]) return false;
  }
  return true;
}

function hearSounds(typed: string): Map<number, HeardSound[]> {
  const heard = new Map<number, HeardSound[]>();
  for (const [last, sounds] of SOUNDS_BY_END) {
    const here: HeardSound[] = [];
    for (const sound of sounds) {
      const ends: number[] = [];
      for (let at = typed.indexOf(sound.typed); at >= 0; at = typed.indexOf(sound.typed, at + 1)) {
        ends.push(at + sound.typed.length);
      }
      if (ends.length > 0) {
        here.push({ right: sound.units, typedLength: sound.typed.length, ends });
      }
    }
    if (here.length > 0) heard.set(last, here);
  }
  return heard;
}

function groupSounds(): Map<number, { typed: string; units: readonly number[] }[]> {
  const groups = new Map<number, { typed: string; units: readonly number[] }[]>();
  for (const { typed, right } of SOUNDS) {
    const units = Array.from(right, (_, i) => right.charCodeAt(i));
    const last = units.at(-1) as number;
    groups.set(last, [...(groups.get(last) ?? []), { typed, units }]);
  }
  return groups;
}
