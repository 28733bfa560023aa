const QUOTE = 34;
const COMMA = 44;
const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** The record goes on beyond the bytes that are there. */
export const UNFINISHED = -1;
/** A closing quote is followed by more than a comma or a line end. */
export const BROKEN = -2;

/** Where the fields of a record stand, filled anew for every record. */
export class FieldPlaces {
  readonly starts: number[] = [];
  /** Exclusive. */
  readonly ends: number[] = [];
  /** Whether two quotes in it stand for one. */
  readonly doubled: boolean[] = [];
  count = 0;

  add(start: number, end: number, doubled = false): void {
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.doubled[this.count++] = doubled;
  }

  /** The record ends at `end` already: what stands beyond is part of its line end. */
  clip(end: number): void {
    const last = this.count - 1;
    if (last >= 0 && (this.ends[last] as number) > end) this.ends[last] = end;
  }
}

/**
 * Finds the fields of the CSV record at `at` (RFC 4180: a quote opens a field only at its start, two
 * of them inside mean one).
 *
 * @param final Whether no bytes are to come.
 * @returns Where the line end after the record stands, or UNFINISHED, or BROKEN.
 */
export function endOfCsvRecord(
  bytes: Uint8Array,
  at: number,
  final: boolean,
  fields: FieldPlaces,
): number {
  const { length } = bytes;
  fields.count = 0;
  let i = at;
  for (;;) {
    const start = i;
    if (i < length && bytes[i] === QUOTE) {
      let doubled = false;
      for (i++; ; i += 2) {
        i = bytes.indexOf(QUOTE, i);
        if (i < 0) return UNFINISHED;
        if (i + 1 >= length || bytes[i + 1] !== QUOTE) break;
        doubled = true;
      }
      if (i + 1 === length && !final) return UNFINISHED;
      fields.add(start + 1, i++, doubled);
      if (bytes[i] === CARRIAGE_RETURN) {
        if (i + 1 === length && !final) return UNFINISHED;
        i++;
        if (i < length && bytes[i] !== LINE_FEED) return BROKEN;
      }
      if (i < length && bytes[i] !== COMMA && bytes[i] !== LINE_FEED) return BROKEN;
    } else {
      while (i < length && bytes[i] !== COMMA && bytes[i] !== LINE_FEED) i++;
      fields.add(start, i);
    }
    if (i >= length) return final ? length : UNFINISHED;
    if (bytes[i] === LINE_FEED) return i;
    i++;
  }
}

/** Finds the fields of the TSV record at `at`: no quotes. Returns as `endOfCsvRecord` does. */
export function endOfTsvRecord(
  bytes: Uint8Array,
  at: number,
  final: boolean,
  fields: FieldPlaces,
): number {
  const { length } = bytes;
  fields.count = 0;
  let start = at;
  let i = at;
  for (; i < length && bytes[i] !== LINE_FEED; i++) {
    if (bytes[i] !== TAB) continue;
    fields.add(start, i);
    start = i + 1;
  }
  fields.add(start, i);
  return i < length || final ? i : UNFINISHED;
}
