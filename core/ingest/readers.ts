import { type ColumnNames, chooseColumns, findColumns } from "./columns.js";
import type { FieldPlaces } from "./csv.js";
import { readFeedback } from "./feedback.js";
import type { Format } from "./formats.js";
import { readM2Block } from "./m2.js";
import { MAX_SIDE_CHARS, type Row, type RowSink, rowSchema } from "./rows.js";
import { Text } from "./text.js";
import { decodeUtf8, showBytes } from "./utf8.js";

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

/** Makes rows of the records of one file, in order. */
export interface RowReader {
  /**
   * Reads the record in `bytes` from `start` up to `end`.
   * @param fields Where its fields stand, in a CSV or TSV.
   * @throws UnprocessableError when the first record shows that the columns are not there.
   */
  read(bytes: Uint8Array, start: number, end: number, fields: FieldPlaces, sink: RowSink): void;
  /** Where the columns are; known after the first record, for formats that have a heading. */
  readonly places: ColumnPlaces | undefined;
}

export function createRowReader(format: Format, options: ReaderOptions = {}): RowReader {
  const giver = new RowGiver();
  switch (format) {
    case "csv":
      return new TableReader(true, options);
    case "tsv":
      return new TableReader(false, options);
    case "jsonl":
      return decoded((text, sink) =>
        readJson(text, sink, (value) => giver.giveObject(value, options.columns, text, sink)),
      );
    case "m2":
      return decoded((text, sink) => {
        const rows = readM2Block(text);
        if (!rows) sink.reject("broken_m2", text);
        for (const row of rows ?? []) giver.give(row, sink);
      });
    case "text":
      return decoded((text, sink) => giver.give({ source: "", target: text }, sink));
    case "feedback":
      return decoded((text, sink) =>
        readJson(text, sink, (value) => {
          const row = readFeedback(value);
          if (row) giver.give(row, sink);
          else sink.reject("wrong_values", text);
        }),
      );
    case "parquet":
      throw new TypeError(`Format ${format} is not made of records`);
  }
}

/** CSV and TSV. A TSV without known names in its first line has no heading: its first two columns count. */
class TableReader implements RowReader {
  readonly #needsHeading: boolean;
  readonly #columns: ColumnNames | undefined;
  readonly #source = new Text();
  readonly #target = new Text();
  places: ColumnPlaces | undefined;

  constructor(needsHeading: boolean, options: ReaderOptions) {
    this.#needsHeading = needsHeading;
    this.#columns = options.columns;
    this.places = options.places;
  }

  read(bytes: Uint8Array, start: number, end: number, fields: FieldPlaces, sink: RowSink): void {
    if (!this.places && this.#readHeading(bytes, fields)) return;
    const places = this.places as ColumnPlaces;
    if (Math.max(places.source, places.target) >= fields.count) {
      sink.reject("wrong_columns", showBytes(bytes, start, end));
      return;
    }
    const [source, target] = [this.#source, this.#target];
    if (
      !take(bytes, fields, places.source, source) ||
      !take(bytes, fields, places.target, target)
    ) {
      sink.reject("not_utf8", showBytes(bytes, start, end));
    } else if (source.length > MAX_SIDE_CHARS || target.length > MAX_SIDE_CHARS) {
      sink.reject("wrong_values", JSON.stringify(toRow(source, target)));
    } else {
      sink.row(source, target);
    }
  }

  /** True when the record is a heading. */
  #readHeading(bytes: Uint8Array, fields: FieldPlaces): boolean {
    const names = Array.from({ length: fields.count }, (_, column) =>
      take(bytes, fields, column, this.#source) ? this.#source.toString() : "",
    );
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

/** Puts one field's text into `text`; false where it is not UTF-8. */
function take(bytes: Uint8Array, fields: FieldPlaces, column: number, text: Text): boolean {
  const { starts, ends, doubled } = fields;
  return text.setUtf8(
    bytes,
    starts[column] as number,
    ends[column] as number,
    doubled[column] as boolean,
  );
}

function decoded(read: (text: string, sink: RowSink) => void): RowReader {
  return {
    places: undefined,
    read(bytes, start, end, _fields, sink) {
      const text = decodeUtf8(bytes, start, end);
      if (text === undefined) sink.reject("not_utf8", showBytes(bytes, start, end));
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

/** Hands on rows that came as strings. */
export class RowGiver {
  readonly #source = new Text();
  readonly #target = new Text();

  give(row: Row, sink: RowSink): void {
    this.#source.set(row.source);
    this.#target.set(row.target);
    sink.row(this.#source, this.#target);
  }

  /** A row from an object of a JSONL or Parquet file; `text` is what a reject shows. */
  giveObject(value: unknown, wanted: ColumnNames | undefined, text: string, sink: RowSink): void {
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
    const row = { source: object[columns.source], target: object[columns.target] };
    const parsed = rowSchema.safeParse(row);
    if (parsed.success) this.give(parsed.data, sink);
    else sink.reject("wrong_values", JSON.stringify(row));
  }
}

function toRow(source: Text, target: Text): Row {
  return { source: source.toString(), target: target.toString() };
}
