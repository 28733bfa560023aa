import { COST } from "./cost.js";
import { EditTable } from "./edit-table.js";
import type { Lexicon } from "./lexicon.js";

/** What is wanted of a search; less may be as it goes on. */
export interface Wanted {
  /** Whether a word at a node of the lexicon, or below it, is wanted if it costs `least` at least. */
  has(node: number, least: number): boolean;
  /** A word within the bound, in lower case; they come in the lexicon's order. */
  take(node: number, cost: number, word: () => string): void;
}

/** Words of a lexicon that may have been meant by one that was typed. */
export class CandidateSearch {
  readonly #lexicon: Lexicon;
  readonly #typed: string;
  readonly #table: EditTable;

  /** @param typed lower-case letters and apostrophes. */
  constructor(lexicon: Lexicon, typed: string) {
    this.#lexicon = lexicon;
    this.#typed = typed;
    this.#table = new EditTable(typed, lexicon.longest);
  }

  /** Finds the words that cost at most `bound` to write as was typed, where they are wanted. */
  run(bound: number, wanted: Wanted): void {
    const { letters, depths, ends, size, longest } = this.#lexicon;
    // Each letter too many costs something.
    if ((this.#typed.length - longest) * COST.mark > bound) return;
    const table = this.#table;
    const mayHold = (node: number, least: number) => least <= bound && wanted.has(node, least);
    for (let node = 0; node < size; ) {
      const depth = depths[node] as number;
      const least = table.write(depth, letters[node] as number);
      if (mayHold(node, least) || mayHold(node, Math.min(least, table.leastBegun(depth)))) {
        const cost = table.cost(depth);
        if (cost <= bound && this.#lexicon.isWord(node)) {
          wanted.take(node, cost, () => table.word(depth));
        }
        node++;
      } else {
        node = ends[node] as number;
      }
    }
  }
}
