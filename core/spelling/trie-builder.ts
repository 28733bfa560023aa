/** Bits of a word's mark: its frequency class plus one, and whether it has capitals. */
export const CLASS_BITS = 0x3f;
export const CAPITAL_BIT = 0x40;

/** Longest word that a lexicon may hold, in UTF-16 units. */
const MAX_WORD_UNITS = 40;

/** Makes the arrays of a `Lexicon`: takes its words in order and appends the nodes that each adds. */
export class TrieBuilder {
  size = 0;
  longest = 0;
  readonly letters: Uint16Array;
  readonly depths: Uint8Array;
  readonly ends: Uint32Array;
  readonly best: Uint8Array;
  readonly marks: Uint8Array;
  readonly cased = new Map<number, string>();
  /** The last word as it is written, and in lower case. */
  readonly #spelling = new Uint16Array(MAX_WORD_UNITS);
  readonly #word = new Uint16Array(MAX_WORD_UNITS);
  /** How many capitals the first letters of the last word have, by how many they are. */
  readonly #capitals = new Uint8Array(MAX_WORD_UNITS + 1);
  #length = 0;
  /** Nodes of the last word; the node at depth d is `#path[d]`. */
  readonly #path = new Uint32Array(MAX_WORD_UNITS + 1);

  /** @param room most nodes that there will be. */
  constructor(room: number) {
    this.letters = new Uint16Array(room);
    this.depths = new Uint8Array(room);
    this.ends = new Uint32Array(room);
    this.best = new Uint8Array(room);
    this.marks = new Uint8Array(room);
  }

  /** Adds the word of one line of a lexicon; false where the line is damaged. */
  add(text: string, from: number, to: number): boolean {
    const kept = digit(text.charCodeAt(from));
    const frequency = digit(text.charCodeAt(to - 1));
    const length = kept + to - from - 2;
    const inOrder = to - from > 2 && kept >= 0 && kept <= this.#length && frequency >= 0;
    if (!inOrder || length > MAX_WORD_UNITS) return false;
    const word = this.#word;
    const before = this.#length;
    // Letters shared with the word before in lower case, which may be more than the line says.
    let common = kept;
    let isAfter = length > before;
    for (let i = kept; i < length; i++) {
      const unit = text.charCodeAt(from + 1 + i - kept);
      const lower = lowerUnit(unit);
      if (common === i && i < before) {
        if (lower === word[i]) common++;
        else isAfter = lower > (word[i] as number);
      }
      this.#spelling[i] = unit;
      this.#capitals[i + 1] = (this.#capitals[i] as number) + (unit === lower ? 0 : 1);
      word[i] = lower;
    }
    if (common === length || !isAfter) return false;
    this.close(common);
    for (let depth = common + 1; depth <= length; depth++)
      this.#push(word[depth - 1] as number, depth);
    this.#length = length;
    this.#mark(frequency);
    return true;
  }

  /** Ends the nodes of the last word that lie deeper than `depth`. */
  close(depth: number): void {
    const { best } = this;
    for (let d = this.#length; d > depth; d--) {
      const node = this.#path[d] as number;
      this.ends[node] = this.size;
      const parent = this.#path[d - 1] as number;
      if (d > 1 && (best[node] as number) > (best[parent] as number))
        best[parent] = best[node] as number;
    }
  }

  #push(letter: number, depth: number): void {
    const node = this.size++;
    this.letters[node] = letter;
    this.depths[node] = depth;
    this.#path[depth] = node;
    if (depth > this.longest) this.longest = depth;
  }

  /** Marks the last node as the end of the last word. */
  #mark(frequency: number): void {
    const node = this.size - 1;
    const capitals = this.#capitals[this.#length] as number;
    this.best[node] = frequency;
    this.marks[node] = frequency + 1 + (capitals > 0 ? CAPITAL_BIT : 0);
    if (capitals > (this.#capitals[1] as number)) {
      this.cased.set(node, String.fromCharCode(...this.#spelling.subarray(0, this.#length)));
    }
  }
}

/** Value of a base-36 digit; -1 for anything else. */
function digit(unit: number): number {
  if (unit >= 48 && unit <= 57) return unit - 48;
  if (unit >= 97 && unit <= 122) return unit - 87;
  return -1;
}

function lowerUnit(unit: number): number {
  if (unit >= 65 && unit <= 90) return unit + 32;
  return unit < 128 ? unit : String.fromCharCode(unit).toLowerCase().charCodeAt(0);
}
