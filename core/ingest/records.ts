import { endOfCsvRecord, endOfTsvRecord, FieldPlaces, UNFINISHED } from "./csv.js";
import type { RejectReason } from "./rows.js";
import { afterBom } from "./utf8.js";

/** What ends a record: a line end; one outside quotes; a line end, and tabs its fields; a blank line. */
export type RecordRule = "line" | "csv" | "tsv" | "block";

export type RecordFault = Extract<RejectReason, "record_too_long" | "broken_quotes">;

/**
 * Takes a record: the bytes from `start` up to `end`, which are there during the call only.
 * @param after Bytes from the input's start to just after the record.
 * @param fields Of a record without fault, where its fields stand; there during the call only.
 */
export type RecordSink = (
  bytes: Uint8Array,
  start: number,
  end: number,
  after: number,
  fields: FieldPlaces,
  fault?: RecordFault,
) => void;

/** Takes records of a common kind more quickly than the scanner can. */
export interface RecordLane {
  /**
   * Takes whole records, from the one at `at` on.
   * @param bytes Stay as they are from call to call while they are the same array.
   * @returns Where the first record starts that it leaves; `at` itself where it takes none.
   */
  take(bytes: Uint8Array, at: number): number;
}

/** Longest record in bytes, 1 MiB; what is longer is a fault, so memory stays bounded. */
export const MAX_RECORD_BYTES = 1 << 20;

/** How much of a faulty record is kept for people to look at, in bytes. */
const EXCERPT_BYTES = 500;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Cuts bytes of UTF-8 that arrive in chunks into records; the records do not depend on the chunks.
 * (The bytes of line ends, commas and quotes stand for nothing else in UTF-8.) Blank records are
 * left out, and so is a byte order mark at the start. A quote that is never closed costs its own
 * line only: reading goes on with the next one.
 */
export class RecordScanner {
  readonly #rule: RecordRule;
  readonly #maxBytes: number;
  readonly #lane: RecordLane | undefined;
  readonly #fields = new FieldPlaces();
  /** What is scanned: a `Buffer` finds a byte faster than other arrays do. Its start waits for more. */
  #buffer = Buffer.alloc(0);
  #waiting = 0;
  #offset = 0;
  /** Inside a record that is too long and already reported. */
  #skipping = false;

  constructor(rule: RecordRule, lane?: RecordLane, maxBytes = MAX_RECORD_BYTES) {
    this.#rule = rule;
    this.#maxBytes = maxBytes;
    this.#lane = lane;
  }

  push(chunk: Uint8Array, sink: RecordSink): void {
    const used = this.#waiting + chunk.length;
    if (used > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(used);
      larger.set(this.#buffer.subarray(0, this.#waiting));
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#waiting);
    this.#scan(this.#buffer.subarray(0, used), sink, false);
  }

  /** The input is over: gives out what is left. */
  end(sink: RecordSink): void {
    this.#scan(this.#buffer.subarray(0, this.#waiting), sink, true);
  }

  #scan(bytes: Uint8Array, sink: RecordSink, final: boolean): void {
    let at = this.#offset === 0 ? afterBom(bytes, 0, bytes.length) : 0;
    while (at < bytes.length) {
      if (this.#lane && !this.#skipping) {
        at = this.#lane.take(bytes, at);
        if (at === bytes.length) break;
      }
      let end: number;
      let fault: RecordFault | undefined;
      if (this.#rule === "tsv") {
        end = endOfTsvRecord(bytes, at, final, this.#fields);
      } else if (this.#rule !== "csv" || this.#skipping) {
        end = this.#endOf(bytes, at, final);
      } else {
        end = endOfCsvRecord(bytes, at, final, this.#fields);
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
    this.#buffer.copyWithin(0, at, bytes.length);
    this.#waiting = bytes.length - at;
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
    sink(
      bytes,
      at,
      excerptEnd(bytes, at, end),
      this.#offset + end + 1,
      this.#fields,
      "record_too_long",
    );
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
    this.#fields.clip(last);
    if (fault) sink(bytes, first, excerptEnd(bytes, first, last), after, this.#fields, fault);
    else sink(bytes, first, last, after, this.#fields);
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

/** The line end at or after `at`: the end of the bytes when there is none and none is to come, else -1. */
function endOfLine(bytes: Uint8Array, at: number, final: boolean): number {
  const end = bytes.indexOf(LINE_FEED, at);
  return end < 0 && final ? bytes.length : end;
}
