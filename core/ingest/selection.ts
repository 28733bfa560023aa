import { FingerprintSet } from "./fingerprint-set.js";
import type { Hash64 } from "./hash.js";
import type { IngestOptions } from "./options.js";
import type { RejectReason } from "./rows.js";
import type { SievedRow } from "./sieve.js";
import type { Split } from "./statistics.js";

/** The shard that a row belongs to: all its duplicates belong there too. */
export function shardOf(print: Hash64, shards: number): number {
  // Bits that the set's tables do not use to find a place.
  return Math.floor(((print.high >>> 0) / 2 ** 32) * shards);
}

export function splitOf(place: number, shares: IngestOptions["split"]): Split {
  if (place < shares.test) return "test";
  return place < shares.test + shares.validation ? "validation" : "train";
}

/** Chooses among the sieved rows of shards, in order: the first of equal ones stays. */
export class Selection {
  readonly #options: IngestOptions;
  readonly #seen: FingerprintSet;

  /** @param exactEntries Rows of a shard whose duplicates are surely found. */
  constructor(options: IngestOptions, exactEntries: number, shards = 1) {
    this.#options = options;
    this.#seen = new FingerprintSet(exactEntries, shards);
  }

  /** False once duplicates far apart may have been missed; see `FingerprintSet`. */
  get exact(): boolean {
    return this.#seen.exact;
  }

  /** @param shard From 0, among those that are here. */
  choose(row: SievedRow, shard = 0): Split | Extract<RejectReason, "duplicate" | "near_duplicate"> {
    if (this.#options.duplicates !== "keep") {
      const seen = this.#seen.add(row.print, row.tag, shard);
      if (seen === "same") return "duplicate";
      if (seen === "near") {
        return this.#options.duplicates === "near" ? "near_duplicate" : "duplicate";
      }
    }
    return splitOf(row.place, this.#options.split);
  }
}
