/** Tells which list a word is in, a unit at a time. */
export class WordTrie {
  /** Where every word starts. */
  readonly root = 1;
  /** Where no word leads to, and no unit away from. */
  readonly none = 0;
  /** Unit → its column, 0 for one that no word has. */
  readonly #columns: Uint8Array;
  readonly #width: number;
  readonly #next: Uint16Array;
  readonly #values: Uint8Array;

  /** @param lists Words with the number of their list, from 1; of a word in several the first counts. */
  constructor(lists: readonly (readonly [ReadonlySet<string>, number])[]) {
    const words = lists.flatMap(([list]) => [...list]);
    const units = [...new Set(words.join(""))].map((letter) => letter.charCodeAt(0));
    this.#columns = new Uint8Array(Math.max(...units) + 1);
    for (const [index, unit] of units.entries()) this.#columns[unit] = index + 1;
    this.#width = units.length + 1;
    const nodes = 2 + words.join("").length;
    this.#next = new Uint16Array(nodes * this.#width);
    this.#values = new Uint8Array(nodes);
    let used = 2;
    for (const [list, value] of lists) {
      for (const word of list) {
        let node = this.root;
        for (let i = 0; i < word.length; i++) {
          const edge = this.#edge(node, word.charCodeAt(i));
          if (this.#next[edge] === this.none) this.#next[edge] = used++;
          node = this.#next[edge] as number;
        }
        this.#values[node] ||= value;
      }
    }
  }

  next(node: number, unit: number): number {
    return this.#next[this.#edge(node, unit)] as number;
  }

  /** The list that the word which led to `node` is in; 0 for none. */
  valueAt(node: number): number {
    return this.#values[node] as number;
  }

  #edge(node: number, unit: number): number {
    const column = unit < this.#columns.length ? (this.#columns[unit] as number) : 0;
    return node * this.#width + column;
  }
}
