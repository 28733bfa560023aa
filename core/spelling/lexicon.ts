import { ModelError } from "../errors.js";
import { CAPITAL_BIT, CLASS_BITS, TrieBuilder } from "./trie-builder.js";

/** Word list of the spelling stage; a version without it has none. */
export const LEXICON_FILE = "lexicon.txt";

const HEADER = "gramai-lexicon 1";
/** Frequency classes per doubling of the count, as the file's writer has them. */
const CLASSES_PER_DOUBLING = 1.75;

/**
 * Right words with their frequencies; also pairs of words that are often run together ("a lot").
 * They are kept as a trie of their lower-case forms in typed arrays, its nodes in depth-first
 * order and siblings by their letters: the first child of a node is the node after it, its next
 * sibling the node at its end. A word is known by the node of its last letter.
 */
export class Lexicon {
  /** Letters of the longest word. */
  readonly longest: number;
  /** Letter of each node, as a UTF-16 unit. */
  readonly letters: Uint16Array;
  /** Letters from the root to each node, its own included. */
  readonly depths: Uint8Array;
  /** First node that is not below each node. */
  readonly ends: Uint32Array;
  /** Frequency class of the likeliest word at or below each node. */
  readonly #best: Uint8Array;
  /** Mark of the word that ends at each node; 0 where none does. */
  readonly #marks: Uint8Array;
  /** Spelling of the words with other capitals than the first letter. */
  readonly #cased: ReadonlyMap<number, string>;

  /**
   * @param text of a lexicon file: a header, then per line, in the order of the lower-case words, a
   * base-36 digit for the leading letters shared with the word before, the rest of the word, and a
   * base-36 frequency class.
   * @throws ModelError when the text is no lexicon or out of order.
   */
  constructor(text: string) {
    if (!text.startsWith(`${HEADER}\n`)) {
      throw new ModelError(`Damaged lexicon: expected it to start with "${HEADER}"`);
    }
    const trie = new TrieBuilder(text.length);
    let line = 1;
    for (let at = HEADER.length + 1; at < text.length; ) {
      const newLine = text.indexOf("\n", at);
      const end = newLine < 0 ? text.length : newLine;
      line++;
      if (!trie.add(text, at, end)) {
        throw new ModelError(`Damaged lexicon: line ${line} is out of order or cut short`);
      }
      at = end + 1;
    }
    trie.close(0);
    this.longest = trie.longest;
    this.letters = trie.letters.slice(0, trie.size);
    this.depths = trie.depths.slice(0, trie.size);
    this.ends = trie.ends.slice(0, trie.size);
    this.#best = trie.best.slice(0, trie.size);
    this.#marks = trie.marks.slice(0, trie.size);
    this.#cased = trie.cased;
  }

  /** Nodes of the trie. */
  get size(): number {
    return this.letters.length;
  }

  /** Node of a lower-case word; -1 where the lexicon lacks it. */
  indexOf(word: string): number {
    const { letters, ends } = this;
    let node = -1;
    let end = this.size;
    for (let at = 0; at < word.length; at++) {
      const unit = word.charCodeAt(at);
      let child = node + 1;
      while (child < end && (letters[child] as number) < unit) child = ends[child] as number;
      if (child >= end || letters[child] !== unit) return -1;
      node = child;
      end = ends[node] as number;
    }
    return this.isWord(node) ? node : -1;
  }

  /** Whether a word ends at a node. */
  isWord(node: number): boolean {
    return (this.#marks[node] as number) > 0;
  }

  /** A word as it is written: with its capitals where it is a name. @param word its lower-case form. */
  spelling(node: number, word: string): string {
    if (!this.isName(node)) return word;
    return this.#cased.get(node) ?? word.charAt(0).toUpperCase() + word.slice(1);
  }

  isName(node: number): boolean {
    return ((this.#marks[node] as number) & CAPITAL_BIT) > 0;
  }

  /** Natural logarithm of how often a word was counted; 0 for once. */
  logCount(node: number): number {
    return logCountOf(((this.#marks[node] as number) & CLASS_BITS) - 1);
  }

  /** Log count of the likeliest word at or below a node. */
  bestLogCount(node: number): number {
    return logCountOf(this.#best[node] as number);
  }
}

function logCountOf(frequencyClass: number): number {
  return (frequencyClass / CLASSES_PER_DOUBLING) * Math.LN2;
}
