import { ModelError } from "../errors.js";

const HEADER = "gramai-lexicon 1";
/** Frequency classes per doubling of the count, as the file's writer has them. */
const CLASSES_PER_DOUBLING = 1.75;
/** Beginnings up to this long can be passed over at once. */
const JUMP_UNITS = 4;

/**
 * Right words with their frequencies, in the code-point order of their lower-case forms; also pairs
 * of words that are often run together ("a lot"). They are kept as UTF-16 units in one
 * array; nothing is held per word.
 */
export class Lexicon {
  readonly size: number;
  /** Lower-case words one after the other; word i is `letters[starts[i]..starts[i + 1])`. */
  readonly letters: Uint16Array;
  readonly starts: Uint32Array;
  /** Leading units that word i shares with word i - 1. */
  readonly shared: Uint8Array;
  readonly #classes: Uint8Array;
  /** Per length of beginning, the next place whose word begins otherwise. */
  readonly #jumps: readonly Uint32Array[];
  /** Spelling of the words that are written with capitals. */
  readonly #cased = new Map<number, string>();

  /**
   * @param text of a lexicon file: a header, then per line a base-36 digit for the leading letters
   * shared with the word before, the rest of the word, and a base-36 frequency class.
   * @throws ModelError when the text is no lexicon or out of order.
   */
  constructor(text: string) {
    const lines = text.split("\n");
    if (lines[0] !== HEADER) {
      throw new ModelError(`Damaged lexicon: expected it to start with "${HEADER}"`);
    }
    const count = lines.length - (lines.at(-1) === "" ? 2 : 1);
    const letters: number[] = [];
    this.size = count;
    this.starts = new Uint32Array(count + 1);
    this.shared = new Uint8Array(count);
    this.#classes = new Uint8Array(count);
    let spelling = "";
    let before = "";
    for (let i = 0; i < count; i++) {
      const line = lines[i + 1] as string;
      spelling = spelling.slice(0, Number.parseInt(line.charAt(0), 36)) + line.slice(1, -1);
      const word = spelling.toLowerCase();
      const frequency = Number.parseInt(line.slice(-1), 36);
      if (line.length < 3 || Number.isNaN(frequency) || word <= before) {
        throw new ModelError(`Damaged lexicon: line ${i + 2} is out of order or cut short`);
      }
      if (word !== spelling) this.#cased.set(i, spelling);
      this.shared[i] = sharedUnits(before, word);
      this.#classes[i] = frequency;
      for (let at = 0; at < word.length; at++) letters.push(word.charCodeAt(at));
      this.starts[i + 1] = letters.length;
      before = word;
    }
    this.letters = Uint16Array.from(letters);
    this.#jumps = Array.from({ length: JUMP_UNITS }, (_, i) => jumps(this.shared, i + 1));
  }

  /** Place of a lower-case word; -1 where the lexicon lacks it. */
  indexOf(word: string): number {
    let low = 0;
    let high = this.size - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = this.#compare(middle, word);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The word at a place as it is written: with its capitals where it is a name. */
  spelling(index: number): string {
    return this.#cased.get(index) ?? this.word(index);
  }

  /** The word at a place in lower case. */
  word(index: number): string {
    return String.fromCharCode(
      ...this.letters.subarray(this.starts[index] as number, this.starts[index + 1] as number),
    );
  }

  isName(index: number): boolean {
    return this.#cased.has(index);
  }

  /** Natural logarithm of how often the word was counted; 0 for once. */
  logCount(index: number): number {
    return ((this.#classes[index] as number) / CLASSES_PER_DOUBLING) * Math.LN2;
  }

  /** The next place whose word does not have the first `length` letters of the word at `index`. */
  next(index: number, length: number): number {
    const jump = this.#jumps[length - 1];
    if (jump !== undefined) return jump[index] as number;
    let at = index + 1;
    while (at < this.size && (this.shared[at] as number) >= length) at++;
    return at;
  }

  #compare(index: number, word: string): number {
    const start = this.starts[index] as number;
    const length = (this.starts[index + 1] as number) - start;
    for (let at = 0; at < length && at < word.length; at++) {
      const difference = (this.letters[start + at] as number) - word.charCodeAt(at);
      if (difference !== 0) return difference;
    }
    return length - word.length;
  }
}

function sharedUnits(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

function jumps(shared: Uint8Array, length: number): Uint32Array {
  const next = new Uint32Array(shared.length);
  let at = shared.length;
  for (let i = shared.length - 1; i >= 0; i--) {
    next[i] = at;
    if ((shared[i] as number) < length) at = i;
  }
  return next;
}
