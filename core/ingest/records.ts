import type { RejectReason } from "./rows.js";

/** What ends a record: a line end; one outside quotes; a blank line. */
export type RecordRule = "line" | "csv" | "block";

export type RecordFault = Extract<RejectReason, "record_too_long" | "broken_quotes">;

/**
 * Takes a record: the bytes from `start` up to `end`, which are there during the call only.
 * @param after Bytes from the input's start to just after the record.
 */
export type RecordSink = (
  bytes: Uint8Array,
  start: number,
  end: number,
  after: number,
  fault?: RecordFault,
) => void;

/** Longest record in bytes, 1 MiB; what is longer is a fault, so memory stays bounded. */
export const MAX_RECORD_BYTES = 1 << 20;

/** How much of a faulty record is kept for people to look at, in bytes. */
const EXCERPT_BYTES = 500;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const COMMA = 44;

/**
 * Cuts bytes of UTF-8 that arrive in chunks into records; the records do not depend on the chunks.
 * (The bytes of line ends, commas and quotes stand for nothing else in UTF-8.) Blank records are
 * left out. A quote that is never closed costs its own line only: reading goes on with the next one.
 */
export class RecordScanner {
  readonly #rule: RecordRule;
  readonly #maxBytes: number;
  #rest: Uint8Array = new Uint8Array();
  #offset = 0;
  /** Inside a record that is too long and already reported. */
  #skipping = false;

  constructor(rule: RecordRule, maxBytes = MAX_RECORD_BYTES) {
    this.#rule = rule;
    this.#maxBytes = maxBytes;
  }

  push(chunk: Uint8Array, sink: RecordSink): void {
    this.#scan(joined(this.#rest, chunk), sink, false);
  }

  /** The input is over: gives out what is left. */
  end(sink: RecordSink): void {
    this.#scan(this.#rest, sink, true);
  }

  #scan(bytes: Uint8Array, sink: RecordSink, final: boolean): void {
    let at = 0;
    while (at < bytes.length) {
      let end: number;
      let fault: RecordFault | undefined;
      if (this.#rule !== "csv" || this.#skipping) {
        end = this.#endOf(bytes, at, final);
      } else {
        end = endOfCsvRecord(bytes, at, final);
        if (end < 0 || end - at > this.#maxBytes) {
          const mayGoOn = end === UNFINISHED && !final && bytes.length - at <= this.#maxBytes;
          end = endOfLine(bytes, at, final);
          if (mayGoOn && end >= 0) break;
          fault = "broken_quotes";
        }
      }
      if (end < 0) {
        at = this.#overlong(bytes, at, sink);
        break;
      }
      if (this.#skipping) this.#skipping = false;
      else if (end - at > this.#maxBytes) this.#excerpt(bytes, at, end, sink);
      else this.#give(bytes, at, end, fault, sink);
      at = end + 1;
    }
    at = Math.min(at, bytes.length);
    this.#rest = bytes.slice(at);
    this.#offset += at;
  }

  /** Where the line end (for blocks: the blank line's own) stands that ends the record; -1 when it is to come. */
  #endOf(bytes: Uint8Array, at: number, final: boolean): number {
    let end = endOfLine(bytes, at, final);
    if (this.#rule !== "block") return end;
    while (end >= 0 && end < bytes.length) {
      const blank = bytes[end + 1] === CARRIAGE_RETURN ? end + 2 : end + 1;
      if (bytes[blank] === LINE_FEED) return blank;
      end = endOfLine(bytes, end + 1, final);
    }
    return end;
  }

  /** The record goes on beyond what has come: drops its beginning when it is too long already. */
  #overlong(bytes: Uint8Array, at: number, sink: RecordSink): number {
    if (!this.#skipping && bytes.length - at <= this.#maxBytes) return at;
    if (!this.#skipping) this.#excerpt(bytes, at, bytes.length - 1, sink);
    this.#skipping = true;
    // A block ends with two line ends: the first may have come.
    return this.#rule === "block" ? Math.max(at, bytes.length - 2) : bytes.length;
  }

  #excerpt(bytes: Uint8Array, at: number, end: number, sink: RecordSink): void {
    sink(bytes, at, excerptEnd(bytes, at, end), this.#offset + end + 1, "record_too_long");
  }

  #give(
    bytes: Uint8Array,
    start: number,
    end: number,
    fault: RecordFault | undefined,
    sink: RecordSink,
  ): void {
    const after = this.#offset + end + 1;
    let first = start;
    let last = end;
    while (last > first && isLineEnd(bytes[last - 1] as number)) last--;
    if (this.#rule === "block") while (first < last && isLineEnd(bytes[first] as number)) first++;
    if (last === first) return;
    if (fault) sink(bytes, first, excerptEnd(bytes, first, last), after, fault);
    else sink(bytes, first, last, after);
  }
}

/** Where what is kept of a faulty record ends: between two characters. */
function excerptEnd(bytes: Uint8Array, start: number, end: number): number {
  if (end - start <= EXCERPT_BYTES) return end;
  let at = start + EXCERPT_BYTES;
  while (at > start && ((bytes[at] as number) & 0xc0) === 0x80) at--;
  return at;
}

function isLineEnd(byte: number): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** The line end at or after `at`: the end of the bytes when there is none and none is to come, else -1. */
function endOfLine(bytes: Uint8Array, at: number, final: boolean): number {
  let i = at;
  while (i < bytes.length && bytes[i] !== LINE_FEED) i++;
  return i < bytes.length || final ? i : -1;
}

const UNFINISHED = -1;
const BROKEN = -2;

/**
 * The line end after the record at `at`, minding quotes (RFC 4180: a quote opens a field only at its
 * start, two of them inside mean one). UNFINISHED when the record goes on, BROKEN when a closing quote
 * is followed by more: then the opening one is taken for the fault.
 */
function endOfCsvRecord(bytes: Uint8Array, at: number, final: boolean): number {
  const { length } = bytes;
  let i = at;
  for (;;) {
    if (bytes[i] === QUOTE) {
      i = afterClosingQuote(bytes, i, length);
      if (i < 0 || (i === length && !final)) return UNFINISHED;
      if (i < length && bytes[i] !== COMMA && !isLineEnd(bytes[i] as number)) return BROKEN;
    }
    while (i < length && bytes[i] !== COMMA && bytes[i] !== LINE_FEED) i++;
    if (i >= length) return final ? length : UNFINISHED;
    if (bytes[i] === LINE_FEED) return i;
    i++;
  }
}

/** The place after the quote that closes the one at `open`; -1 when none does before `end`. */
export function afterClosingQuote(bytes: Uint8Array, open: number, end: number): number {
  for (let i = open + 1; i < end; i++) {
    if (bytes[i] !== QUOTE) continue;
    if (i + 1 === end || bytes[i + 1] !== QUOTE) return i + 1;
    i++;
  }
  return -1;
}
