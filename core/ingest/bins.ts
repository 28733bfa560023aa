import type { Line } from "./line.js";
import type { SievedRow } from "./sieve.js";

/** For a row that goes nowhere. */
export const NO_BIN = -1;

/**
 * Where the lines of sieved rows go: into one of several bins. A row is chosen for its bin first, and its
 * line follows later with those of others, so that many are copied at once. Rows and lines are there
 * during the call only.
 */
export interface RowBins {
  readonly bins: number;
  /** The bin, from 0, that the row's line is to go to, or `NO_BIN`. Rows come in their order. */
  choose(row: SievedRow): number;
  /** Takes the lines of so many rows that were chosen for a bin; those of one bin come in their order. */
  put(bin: number, lines: Line, rows: number): void;
}

/** Chooses for a row and puts its line. */
export function putRow(bins: RowBins, row: SievedRow): void {
  const bin = bins.choose(row);
  if (bin !== NO_BIN) bins.put(bin, row.line, 1);
}
