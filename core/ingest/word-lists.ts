import { printSentence } from "./hash.js";
import { Text } from "./text.js";

/** Slots, a power of two (the kernel's too); most stay empty, so that a word that is on no list is seen at once. */
const SLOTS = 1 << 12;

/** Tells which list a word is on, by the word's hash (`SentencePrint.wordHashes`). */
export class WordLists {
  /** By slot: a word is in the first that is free from its hash's on. */
  readonly hashes = new Int32Array(SLOTS);
  /** By slot; 0 where it is free. */
  readonly lists = new Uint8Array(SLOTS);

  /**
   * @param lists Words in lower case with the number of their list, from 1; of a word on several the
   *   first counts. Of words with an apostrophe every part of two letters or more counts.
   */
  constructor(lists: readonly (readonly [ReadonlySet<string>, number])[]) {
    for (const [words, list] of lists) {
      for (const word of words) {
        const parts = word.split("'").filter((part) => part === word || part.length > 1);
        for (const part of parts) {
          const { wordHashes } = printSentence(Text.of(part));
          this.#add(wordHashes[0] as number, list);
        }
      }
    }
  }

  /** The list that a word is on; 0 for none. */
  listOf(hash: number): number {
    let slot = hash & (SLOTS - 1);
    while (this.lists[slot] !== 0) {
      if (this.hashes[slot] === hash) return this.lists[slot] as number;
      slot = (slot + 1) & (SLOTS - 1);
    }
    return 0;
  }

  #add(hash: number, list: number): void {
    if (this.listOf(hash) !== 0) return;
    let slot = hash & (SLOTS - 1);
    while (this.lists[slot] !== 0) slot = (slot + 1) & (SLOTS - 1);
    this.hashes[slot] = hash;
    this.lists[slot] = list;
  }
}
