import { afterClosingQuote } from "./records.js";

const QUOTE = 34;
const COMMA = 44;
const TAB = 9;

/** Where the fields of a record stand, filled anew for every record. */
export class FieldPlaces {
  readonly starts: number[] = [];
  /** Exclusive. */
  readonly ends: number[] = [];
  /** Whether it stood in quotes, where two of them stand for one. */
  readonly quoted: boolean[] = [];
  count = 0;

  add(start: number, end: number, quoted = false): void {
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.quoted[this.count++] = quoted;
  }
}

/**
 * Finds the fields of one CSV record (RFC 4180; the line end is off). False when something stands
 * between a closing quote and the next comma, or a quote is never closed.
 */
export function splitCsv(
  bytes: Uint8Array,
  start: number,
  end: number,
  fields: FieldPlaces,
): boolean {
  fields.count = 0;
  let at = start;
  for (;;) {
    let after = at;
    if (at < end && bytes[at] === QUOTE) {
      after = afterClosingQuote(bytes, at, end);
      if (after < 0 || (after < end && bytes[after] !== COMMA)) return false;
      fields.add(at + 1, after - 1, true);
    } else {
      while (after < end && bytes[after] !== COMMA) after++;
      fields.add(at, after);
    }
    if (after >= end) return true;
    at = after + 1;
  }
}

/** Finds the fields of one TSV record: no quotes. */
export function splitTsv(
  bytes: Uint8Array,
  start: number,
  end: number,
  fields: FieldPlaces,
): boolean {
  fields.count = 0;
  let at = start;
  for (let i = start; i < end; i++) {
    if (bytes[i] !== TAB) continue;
    fields.add(at, i);
    at = i + 1;
  }
  fields.add(at, end);
  return true;
}
