import type { RejectReason } from "./rows.js";

/** What ends a record: a line end; one outside quotes; a blank line. */
export type RecordRule = "line" | "csv" | "block";

export type RecordFault = Extract<RejectReason, "record_too_long" | "broken_quotes">;

/** @param end Bytes from the input's start to just after the record. */
export type RecordSink = (record: string, end: number, fault?: RecordFault) => void;

/** Longest record in bytes, 1 MiB; what is longer is a fault, so memory stays bounded. */
export const MAX_RECORD_BYTES = 1 << 20;

/** How much of a faulty record is kept for people to look at, in bytes. */
const EXCERPT_BYTES = 500;

/**
 * Cuts byte text that arrives in chunks into records; the records do not depend on the chunks.
 * Blank records are left out. A quote that is never closed costs its own line only: reading goes on
 * with the next one.
 */
export class RecordScanner {
  readonly #rule: RecordRule;
  readonly #maxBytes: number;
  #rest = "";
  #offset = 0;
  /** Inside a record that is too long and already reported. */
  #skipping = false;

  constructor(rule: RecordRule, maxBytes = MAX_RECORD_BYTES) {
    this.#rule = rule;
    this.#maxBytes = maxBytes;
  }

  push(chunk: string, sink: RecordSink): void {
    this.#rest += chunk;
    this.#scan(sink, false);
  }

  /** The input is over: gives out what is left. */
  end(sink: RecordSink): void {
    this.#scan(sink, true);
  }

  #scan(sink: RecordSink, final: boolean): void {
    const text = this.#rest;
    let at = 0;
    let quote = -2;
    while (at < text.length) {
      let end = this.#endOf(text, at, final);
      let fault: RecordFault | undefined;
      if (this.#rule === "csv" && end >= 0 && !this.#skipping) {
        if (quote !== -1 && quote < at) quote = text.indexOf('"', at);
        if (quote !== -1 && quote < end) {
          const quotedEnd = endOfQuotedRecord(text, at, final);
          if (quotedEnd >= 0 && quotedEnd - at <= this.#maxBytes) end = quotedEnd;
          else if (quotedEnd === UNFINISHED && !final && text.length - at <= this.#maxBytes) break;
          else fault = "broken_quotes";
        }
      }
      if (end < 0) {
        at = this.#overlong(text, at, sink);
        break;
      }
      if (this.#skipping) this.#skipping = false;
      else if (end - at > this.#maxBytes)
        sink(excerpt(text, at), this.#offset + end + 1, "record_too_long");
      else this.#give(text, at, end, fault, sink);
      at = end + 1;
    }
    at = Math.min(at, text.length);
    this.#rest = text.slice(at);
    this.#offset += at;
  }

  /** Where the line end (for blocks: the blank line's own) stands that ends the record; -1 when it is to come. */
  #endOf(text: string, at: number, final: boolean): number {
    let end = text.indexOf("\n", at);
    while (this.#rule === "block" && end >= 0) {
      const blank = text[end + 1] === "\r" ? end + 2 : end + 1;
      if (text[blank] === "\n") return blank;
      end = text.indexOf("\n", end + 1);
    }
    return end < 0 && final ? text.length : end;
  }

  /** The record goes on beyond what has come: drops its beginning when it is too long already. */
  #overlong(text: string, at: number, sink: RecordSink): number {
    if (!this.#skipping && text.length - at <= this.#maxBytes) return at;
    if (!this.#skipping) {
      sink(excerpt(text, at), this.#offset + text.length, "record_too_long");
    }
    this.#skipping = true;
    // A block ends with two line ends: the first may have come.
    return this.#rule === "block" ? Math.max(at, text.length - 2) : text.length;
  }

  #give(text: string, at: number, end: number, fault: RecordFault | undefined, sink: RecordSink) {
    const after = this.#offset + end + 1;
    let last = end;
    while (last > at && isLineEnd(text.charCodeAt(last - 1))) last--;
    if (this.#rule === "block") while (at < last && isLineEnd(text.charCodeAt(at))) at++;
    if (last === at) return;
    if (fault) sink(excerpt(text, at, last), after, fault);
    else sink(text.slice(at, last), after);
  }
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

function excerpt(text: string, at: number, end = text.length): string {
  return text.slice(at, Math.min(end, at + EXCERPT_BYTES));
}

const UNFINISHED = -1;
const BROKEN = -2;

/** What may follow a closing quote. */
const AFTER_QUOTE = ",\r\n";

/**
 * The line end after the record at `at`, minding quotes (RFC 4180: a quote opens a field only at its
 * start, two of them inside mean one). UNFINISHED when the record goes on, BROKEN when a closing quote
 * is followed by more: then the opening one is taken for the fault.
 */
function endOfQuotedRecord(text: string, at: number, final: boolean): number {
  let i = at;
  for (;;) {
    if (text[i] === '"') {
      i = afterClosingQuote(text, i);
      if (i < 0 || (i === text.length && !final)) return UNFINISHED;
      if (i < text.length && !AFTER_QUOTE.includes(text[i] as string)) return BROKEN;
    }
    while (i < text.length && text[i] !== "," && text[i] !== "\n") i++;
    if (i >= text.length) return final ? text.length : UNFINISHED;
    if (text[i] === "\n") return i;
    i++;
  }
}

/** The place after the quote that closes the one at `open`; -1 when none does. */
export function afterClosingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close < 0 ? -1 : close + 1;
}
