import { UnprocessableError } from "../../core/errors.js";
import { type Format, RECORD_RULES } from "../../core/ingest/formats.js";
import type { PlainRows } from "../../core/ingest/plain-rows.js";
import {
  type ColumnPlaces,
  createRowReader,
  type ReaderOptions,
  type RowReader,
} from "../../core/ingest/readers.js";
import { RecordScanner, type RecordSink } from "../../core/ingest/records.js";
import type { RowSink } from "../../core/ingest/rows.js";
import { foreignEncoding, showBytes } from "../../core/ingest/utf8.js";

export interface ReadOptions extends ReaderOptions {
  readonly format: Format;
  /** Rows, taken or not, after which nothing more is read. */
  readonly limit?: number | undefined;
  /** Takes what it can of tables whose first two columns are the sides; such rows do not count here. */
  readonly plain?: PlainRows | undefined;
}

/** Turns decompressed bytes that arrive in chunks into rows. */
export class RowFeed {
  readonly #scanner: RecordScanner;
  readonly #reader: RowReader;
  readonly #limit: number;
  readonly #sink: RowSink;
  #first = true;
  #rows = 0;
  #end = 0;

  constructor(options: ReadOptions, sink: RowSink) {
    const rule = RECORD_RULES[options.format];
    if (!rule) throw new TypeError(`Format ${options.format} is not made of records`);
    this.#reader = createRowReader(options.format, options);
    const { plain } = options;
    const ready = () => this.places?.source === 0 && this.places.target === 1;
    this.#scanner = new RecordScanner(
      rule,
      plain && { take: (bytes, at) => (ready() ? plain.take(bytes, at) : at) },
    );
    this.#limit = options.limit ?? Number.POSITIVE_INFINITY;
    this.#sink = {
      row: (source, target) => {
        if (this.#rows++ < this.#limit) sink.row(source, target);
      },
      reject: (reason, text) => {
        if (this.#rows++ < this.#limit) sink.reject(reason, text);
      },
    };
  }

  /** Rows so far, rejected ones too. */
  get rows(): number {
    return this.#rows;
  }

  get full(): boolean {
    return this.#rows >= this.#limit;
  }

  /** Bytes from the start to just after the last record that counted. */
  get end(): number {
    return this.#end;
  }

  /** Columns as the head of the file tells them. */
  get places(): ColumnPlaces | undefined {
    return this.#reader.places;
  }

  /** @throws UnprocessableError when the columns are not there or the text is not UTF-8 at all. */
  push(chunk: Uint8Array): void {
    if (this.#first && chunk.length > 0) {
      refuseForeign(chunk);
      this.#first = false;
    }
    this.#scanner.push(chunk, this.#take);
  }

  /** The input is over. */
  finish(): void {
    this.#scanner.end(this.#take);
  }

  readonly #take: RecordSink = (bytes, start, end, after, fields, fault) => {
    if (this.full) return;
    if (fault) this.#sink.reject(fault, showBytes(bytes, start, end));
    else this.#reader.read(bytes, start, end, fields, this.#sink);
    this.#end = after;
  };
}

function refuseForeign(firstBytes: Uint8Array): void {
  const encoding = foreignEncoding(firstBytes);
  if (encoding) {
    throw new UnprocessableError(
      `Expected text in UTF-8, got ${encoding}; convert it, as in iconv -f ${encoding} -t UTF-8`,
    );
  }
}
