import { NO_BIN, type RowBins } from "./bins.js";
import { type Hash64, toFraction } from "./hash.js";
import { createKernel, type Kernel } from "./kernel.js";
import { FREQUENT } from "./language.js";
import type { IngestOptions } from "./options.js";
import type { RecordLane } from "./records.js";
import type { HeldOut, Refused, SievedRow } from "./sieve.js";

/** Separators of the formats whose records hold rows as they are. */
const SEPARATORS = { csv: 44, tsv: 9 } as const;

/** Longest task prefix in the kernel's memory. */
const MAX_PREFIX = 128;

/** Places of a row's numbers, as `takeRow` in `kernel/index.ts` leaves them. */
const LINE_END = 0;
const PRINT = 1;
const TAG = 3;
const SOURCE_WORDS = 4;
const TARGET_WORDS = 5;
const EDITS = 6;
const TARGET_KEY = 7;
const SOURCE_KEY = 9;
const BIN = 11;

/** Why the kernel went no further. */
const INPUT_OVER = 1;
const NO_ROOM = 2;

/** Takes rows as the sieve gives them. */
export interface PlainRowSink extends RowBins {
  readonly refused: Refused;
}

/**
 * Reads, judges and writes the ordinary rows of a CSV or TSV whose first two columns are the sides,
 * in WebAssembly (sources: `kernel/`), many at a time: those in ASCII without marks that need
 * escapes, which the filters let pass. It leaves any other record. What it does with a row is what
 * `createSieve` does.
 */
export class PlainRows implements RecordLane {
  readonly #kernel: Kernel;
  readonly #memory: Uint8Array;
  readonly #rows: Int32Array;
  readonly #bins: Int32Array;
  readonly #evaluation: HeldOut;
  readonly #sink: PlainRowSink;
  readonly #row: ReusedRow;
  /** What lies in the kernel's memory: a part of these bytes, from `#from` up to `#end`. */
  #bytes: Uint8Array | undefined;
  #from = 0;
  #end = 0;

  private constructor(
    kernel: Kernel,
    options: IngestOptions,
    separator: number,
    evaluation: HeldOut,
    sink: PlainRowSink,
  ) {
    this.#kernel = kernel;
    this.#memory = new Uint8Array(kernel.memory.buffer);
    this.#rows = new Int32Array(kernel.memory.buffer, kernel.rows.value);
    this.#bins = new Int32Array(kernel.memory.buffer, kernel.bins.value, 3 * sink.bins);
    this.#evaluation = evaluation;
    this.#sink = sink;
    this.#row = new ReusedRow(this.#memory);
    this.#memory.set(Buffer.from(options.prefix), kernel.prefix.value);
    this.#memory.set(new Uint8Array(FREQUENT.hashes.buffer), kernel.listHashes.value);
    this.#memory.set(FREQUENT.lists, kernel.lists.value);
    const { filters } = options;
    kernel.configure(
      separator,
      options.format === "csv",
      options.prefix.length,
      filters.minWords,
      filters.maxWords,
      filters.maxRatio,
      filters.maxEditShare,
      filters.keepUnchanged,
      filters.language === "en",
      options.duplicates === "near",
      evaluation.size > 0,
    );
  }

  /** Undefined for options that it cannot follow: nothing is lost then but speed. */
  static create(
    options: IngestOptions,
    evaluation: HeldOut,
    sink: PlainRowSink,
  ): PlainRows | undefined {
    const { format, prefix } = options;
    if (format !== "csv" && format !== "tsv") return undefined;
    if (prefix.length > MAX_PREFIX || Buffer.byteLength(prefix) !== prefix.length) return undefined;
    const kernel = createKernel();
    if (sink.bins > kernel.binsMax.value) return undefined;
    return new PlainRows(kernel, options, SEPARATORS[format], evaluation, sink);
  }

  take(bytes: Uint8Array, at: number): number {
    if (bytes !== this.#bytes || at >= this.#end) this.#load(bytes, at);
    let next = at;
    for (;;) {
      next = this.#from + this.#kernel.take(next - this.#from, this.#end - this.#from);
      this.#give();
      const stopped = this.#kernel.stopped();
      if (stopped === NO_ROOM) continue;
      if (stopped !== INPUT_OVER || this.#end === bytes.length || next === this.#from) return next;
      this.#load(bytes, next);
    }
  }

  #load(bytes: Uint8Array, from: number): void {
    const { input, inputBytes } = this.#kernel;
    this.#bytes = bytes;
    this.#from = from;
    this.#end = Math.min(bytes.length, from + inputBytes.value);
    this.#memory.set(bytes.subarray(from, this.#end), input.value);
  }

  /** Hands on the rows that the kernel has taken. */
  #give(): void {
    const { bins } = this.#sink;
    const rows = this.#kernel.rowCount();
    if (rows === 0) return;
    this.#choose(rows);
    this.#kernel.arrange(rows, bins);
    const line = this.#row.line;
    for (let bin = 0; bin < bins; bin++) {
      line.start = this.#bins[3 * bin] as number;
      line.end = this.#bins[3 * bin + 1] as number;
      if (line.end > line.start) this.#sink.put(bin, line, this.#bins[3 * bin + 2] as number);
    }
  }

  #choose(rows: number): void {
    const numbers = this.#rows;
    const width = this.#kernel.rowNumbers.value;
    const lines = this.#kernel.lines.value;
    const row = this.#row;
    row.line.end = lines;
    for (let at = 0; at < rows * width; at += width) {
      row.line.start = row.line.end;
      row.line.end = lines + (numbers[at + LINE_END] as number);
      if (this.#evaluation.size > 0 && this.#isHeldOut(at)) {
        this.#sink.refused("evaluation_sentence", row.line);
        numbers[at + BIN] = NO_BIN;
        continue;
      }
      row.print.high = numbers[at + PRINT] as number;
      row.print.low = numbers[at + PRINT + 1] as number;
      row.tag = numbers[at + TAG] as number;
      row.sourceWords = numbers[at + SOURCE_WORDS] as number;
      row.targetWords = numbers[at + TARGET_WORDS] as number;
      row.edits = numbers[at + EDITS] as number;
      row.place = toFraction(this.#hash(at + TARGET_KEY));
      numbers[at + BIN] = this.#sink.choose(row);
    }
  }

  #isHeldOut(row: number): boolean {
    const evaluation = this.#evaluation;
    return (
      evaluation.has(this.#hash(row + TARGET_KEY)) || evaluation.has(this.#hash(row + SOURCE_KEY))
    );
  }

  #hash(at: number): Hash64 {
    return { high: this.#rows[at] as number, low: this.#rows[at + 1] as number };
  }
}

/** One object for all rows: what stands for a moment need not be made anew. */
class ReusedRow implements SievedRow {
  readonly line: { readonly bytes: Uint8Array; start: number; end: number };
  readonly print = { high: 0, low: 0 };
  sourceWords = 0;
  targetWords = 0;
  edits = 0;
  tag = 0;
  place = 0;

  constructor(lines: Uint8Array) {
    this.line = { bytes: lines, start: 0, end: 0 };
  }
}
