import type { Hash64 } from "./hash.js";
import { createKernel } from "./kernel.js";

/** A power of two. */
const TABLES = 64;

/** What a set knows of a print: nothing, its twin in every tag, or only its likeness. */
export type Seen = "new" | "same" | "near";

/** As `add` in `kernel/seen.ts` numbers them. */
const SEEN: readonly Seen[] = ["new", "same", "near"];

/**
 * Remembers which prints were seen in slots of 8 bytes, of which 53 to 80 % are filled: 10 to 15
 * bytes each. Prints of several groups, about as many in each, are told apart.
 *
 * Of a print 54 bits count: of 10 million different ones 0.003 are expected to be taken for seen. Up to
 * `exactEntries` a group nothing is forgotten; beyond that the oldest go first, so that repeats further
 * apart than `exactEntries` may be missed, and memory stays below twice that, 31 bytes × `exactEntries`.
 */
export class FingerprintSet {
  readonly #kernel = createKernel();
  #size = 0;

  constructor(exactEntries: number, groups = 1) {
    this.#kernel.remember(groups * TABLES, Math.max(1, Math.ceil(exactEntries / TABLES)));
  }

  /** Prints remembered or forgotten since. */
  get size(): number {
    return this.#size;
  }

  /** False once something may have been forgotten. */
  get exact(): boolean {
    return this.#kernel.forgetful() === 0;
  }

  /** Adds a print; `tag` (16 bits count) tells prints apart that are alike but not the same. */
  add(print: Hash64, tag = 0, group = 0): Seen {
    const table = group * TABLES + (print.high & (TABLES - 1));
    const rest = (print.high & 0xffff0000) | (tag & 0xffff || 1);
    const seen = this.#kernel.add(table, print.low, rest);
    if (seen === 0) this.#size++;
    return SEEN[seen] as Seen;
  }
}
