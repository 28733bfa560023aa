import type { Hash64 } from "./hash.js";

/** A power of two. */
const TABLES = 64;
const FIRST_SLOTS = 64;
const MAX_LOAD = 0.8;
const GROWTH = 1.5;

/** What a set knows of a print: nothing, its twin in every tag, or only its likeness. */
export type Seen = "new" | "same" | "near";

/**
 * Remembers which prints were seen in slots of 8 bytes, of which 53 to 80 % are filled: 10 to 15
 * bytes each.
 *
 * Of a print 54 bits count: of 10 million different ones 0.003 are expected to be taken for seen. Up to
 * `exactEntries` nothing is forgotten; beyond that the oldest go first, so that repeats further
 * apart than `exactEntries` may be missed, and memory stays below twice that, 31 bytes × `exactEntries`.
 */
export class FingerprintSet {
  readonly #tables: Table[];
  #size = 0;

  constructor(exactEntries: number) {
    const perTable = Math.max(1, Math.ceil(exactEntries / TABLES));
    this.#tables = Array.from({ length: TABLES }, () => new Table(perTable));
  }

  /** Prints remembered or forgotten since. */
  get size(): number {
    return this.#size;
  }

  /** False once something may have been forgotten. */
  get exact(): boolean {
    return this.#tables.every((table) => !table.forgetful);
  }

  /** Adds a print; `tag` (16 bits count) tells prints apart that are alike but not the same. */
  add(print: Hash64, tag = 0): Seen {
    const table = this.#tables[print.high & (TABLES - 1)] as Table;
    const seen = table.add(print.low, print.high >>> 16, tag & 0xffff || 1);
    if (seen === "new") this.#size++;
    return seen;
  }

  has(print: Hash64): boolean {
    const table = this.#tables[print.high & (TABLES - 1)] as Table;
    return table.has(print.low, print.high >>> 16);
  }
}

/** Two generations of an open-addressing table; a full younger one becomes the older. */
class Table {
  readonly #maxEntries: number;
  #young = new Int32Array(FIRST_SLOTS * 2);
  #youngEntries = 0;
  #old: Int32Array<ArrayBuffer> | undefined;
  forgetful = false;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  add(low: number, high16: number, tag: number): Seen {
    let slot = slotFor(this.#young, low, high16);
    const found = tagAt(this.#young, slot) || (this.#old ? tagIn(this.#old, low, high16) : 0);
    if (found !== 0) return found === tag ? "same" : "near";
    if (this.#youngEntries >= this.#maxEntries) {
      this.forgetful ||= this.#old !== undefined;
      this.#old = this.#young;
      this.#young = new Int32Array(this.#old.length);
      this.#youngEntries = 0;
      slot = slotFor(this.#young, low, high16);
    } else if (this.#youngEntries >= (this.#young.length / 2) * MAX_LOAD) {
      this.#young = grown(this.#young);
      slot = slotFor(this.#young, low, high16);
    }
    this.#young[slot * 2] = low;
    this.#young[slot * 2 + 1] = (high16 << 16) | tag;
    this.#youngEntries++;
    return "new";
  }

  has(low: number, high16: number): boolean {
    if (tagIn(this.#young, low, high16) !== 0) return true;
    return this.#old !== undefined && tagIn(this.#old, low, high16) !== 0;
  }
}

/** Slots are pairs: the low half, then 16 bits of the high half with the tag (never zero). */
function slotOf(table: Int32Array, low: number): number {
  return Math.floor(((low >>> 0) / 2 ** 32) * (table.length / 2));
}

/** The slot that holds a print, or the free one where it belongs. */
function slotFor(table: Int32Array, low: number, high16: number): number {
  const slots = table.length / 2;
  for (let slot = slotOf(table, low); ; slot = slot + 1 === slots ? 0 : slot + 1) {
    const rest = table[slot * 2 + 1] as number;
    if (rest === 0 || (rest >>> 16 === high16 && table[slot * 2] === low)) return slot;
  }
}

/** The tag that a print was added with; 0 where the slot is free. */
function tagAt(table: Int32Array, slot: number): number {
  return (table[slot * 2 + 1] as number) & 0xffff;
}

function tagIn(table: Int32Array, low: number, high16: number): number {
  return tagAt(table, slotFor(table, low, high16));
}

function grown(table: Int32Array): Int32Array<ArrayBuffer> {
  const slots = table.length / 2;
  const larger = new Int32Array(Math.ceil(slots * GROWTH) * 2);
  for (let slot = 0; slot < slots; slot++) {
    const rest = table[slot * 2 + 1] as number;
    if (rest === 0) continue;
    const low = table[slot * 2] as number;
    const place = slotFor(larger, low, rest >>> 16);
    larger[place * 2] = low;
    larger[place * 2 + 1] = rest;
  }
  return larger;
}
