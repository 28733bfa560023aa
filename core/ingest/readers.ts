import { decodeByteText, withoutBom } from "./byte-text.js";
import { type ColumnNames, chooseColumns, findColumns } from "./columns.js";
import { splitCsv } from "./csv.js";
import { readFeedback } from "./feedback.js";
import type { Format } from "./formats.js";
import { readM2Block } from "./m2.js";
import { type RowSink, rowSchema } from "./rows.js";

/** Places of the two columns in a record, from 0. */
export interface ColumnPlaces {
  readonly source: number;
  readonly target: number;
}

export interface ReaderOptions {
  readonly columns?: ColumnNames | undefined;
  /** Known already, from the head of a file whose later part is read: no heading is expected. */
  readonly places?: ColumnPlaces | undefined;
}

/** Makes rows of the records (byte text) of one file, in order. */
export interface RowReader {
  /** @throws UnprocessableError when the first record shows that the columns are not there. */
  read(record: string, sink: RowSink): void;
  /** Where the columns are; known after the first record, for formats that have a heading. */
  readonly places: ColumnPlaces | undefined;
}

export function createRowReader(format: Format, options: ReaderOptions = {}): RowReader {
  switch (format) {
    case "csv":
      return new TableReader(splitCsv, true, options);
    case "tsv":
      return new TableReader((record) => record.split("\t"), false, options);
    case "jsonl":
      return decoded((text, sink) =>
        readJson(text, sink, (value) => giveObject(value, options.columns, text, sink)),
      );
    case "m2":
      return decoded((text, sink) => {
        const rows = readM2Block(text);
        if (!rows) sink.reject("broken_m2", text);
        for (const row of rows ?? []) sink.row(row);
      });
    case "text":
      return decoded((text, sink) => sink.row({ source: "", target: text }));
    case "feedback":
      return decoded((text, sink) =>
        readJson(text, sink, (value) => giveFeedback(value, text, sink)),
      );
    case "parquet":
      throw new TypeError(`Format ${format} is not made of records`);
  }
}

/** CSV and TSV. A TSV without known names in its first line has no heading: its first two columns count. */
class TableReader implements RowReader {
  readonly #split: (record: string) => string[] | undefined;
  readonly #needsHeading: boolean;
  readonly #columns: ColumnNames | undefined;
  places: ColumnPlaces | undefined;

  constructor(
    split: (record: string) => string[] | undefined,
    needsHeading: boolean,
    options: ReaderOptions,
  ) {
    this.#split = split;
    this.#needsHeading = needsHeading;
    this.#columns = options.columns;
    this.places = options.places;
  }

  read(record: string, sink: RowSink): void {
    if (!this.places && this.#readHeading(record)) return;
    const places = this.places as ColumnPlaces;
    const fields = this.#split(record);
    if (!fields) {
      sink.reject("broken_quotes", asText(record));
      return;
    }
    const [from, to] = [fields[places.source], fields[places.target]];
    if (from === undefined || to === undefined) {
      sink.reject("wrong_columns", asText(record));
      return;
    }
    const [source, target] = [decodeByteText(from), decodeByteText(to)];
    if (source === undefined || target === undefined) {
      sink.reject("not_utf8", record);
      return;
    }
    giveRow({ source, target }, sink);
  }

  /** True when the record is a heading. */
  #readHeading(record: string): boolean {
    const names = (this.#split(withoutBom(record)) ?? []).map((name) => asText(name));
    const known = this.#columns ?? findColumns(names);
    if (!this.#needsHeading && !known) {
      this.places = { source: 0, target: 1 };
      return false;
    }
    const columns = chooseColumns(names, this.#columns);
    this.places = {
      source: names.indexOf(columns.source),
      target: names.indexOf(columns.target),
    };
    return true;
  }
}

function decoded(read: (text: string, sink: RowSink) => void): RowReader {
  let first = true;
  return {
    places: undefined,
    read(record, sink) {
      const text = decodeByteText(first ? withoutBom(record) : record);
      first = false;
      if (text === undefined) sink.reject("not_utf8", record);
      else read(text, sink);
    },
  };
}

function readJson(text: string, sink: RowSink, give: (value: unknown) => void): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    sink.reject("broken_json", text);
    return;
  }
  give(value);
}

function giveFeedback(value: unknown, text: string, sink: RowSink): void {
  const row = readFeedback(value);
  if (row) sink.row(row);
  else sink.reject("wrong_values", text);
}

/** A row from an object of a JSONL or Parquet file; `text` is what a reject shows. */
export function giveObject(
  value: unknown,
  wanted: ColumnNames | undefined,
  text: string,
  sink: RowSink,
): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    sink.reject("wrong_columns", text);
    return;
  }
  const object = value as Readonly<Record<string, unknown>>;
  const columns = wanted ?? findColumns(Object.keys(object));
  if (!columns || !(columns.source in object) || !(columns.target in object)) {
    sink.reject("wrong_columns", text);
    return;
  }
  giveRow({ source: object[columns.source], target: object[columns.target] }, sink);
}

/** Hands on what fits the schema of a row. */
function giveRow(candidate: { source: unknown; target: unknown }, sink: RowSink): void {
  const parsed = rowSchema.safeParse(candidate);
  if (parsed.success) sink.row(parsed.data);
  else sink.reject("wrong_values", JSON.stringify(candidate));
}

function asText(record: string): string {
  return decodeByteText(record) ?? record;
}
