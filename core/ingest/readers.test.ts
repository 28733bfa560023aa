import { describe, expect, it } from "vitest";
import { UnprocessableError } from "../errors.js";
import { type Format, RECORD_RULES } from "./formats.js";
import { createRowReader, type ReaderOptions } from "./readers.js";
import { type RecordRule, RecordScanner } from "./records.js";
import type { RowSink } from "./rows.js";
import type { Text } from "./text.js";

/** Feeds each record by itself, as a scanner finds it. */
function feed(
  format: Format,
  records: readonly Uint8Array[],
  sink: RowSink,
  options?: ReaderOptions,
): void {
  const reader = createRowReader(format, options);
  for (const record of records) {
    const scanner = new RecordScanner(RECORD_RULES[format] as RecordRule);
    const toReader: Parameters<typeof scanner.push>[1] = (bytes, start, end, _after, fields) =>
      reader.read(bytes, start, end, fields, sink);
    scanner.push(record, toReader);
    scanner.end(toReader);
  }
}

/** Every row as [source, target], every reject as its reason. */
function read(format: Format, records: readonly string[], options?: ReaderOptions): unknown[] {
  const found: unknown[] = [];
  const sink: RowSink = {
    row: (source, target) => found.push([`${source}`, `${target}`]),
    reject: (reason) => found.push(reason),
  };
  feed(
    format,
    records.map((record) => Buffer.from(record)),
    sink,
    options,
  );
  return found;
}

describe("createRowReader", () => {
  it.each<[string, Format, string[], unknown[], ReaderOptions?]>([
    ["the seed's CSV", "csv", ["input,target", "a b,c d"], [["a b", "c d"]]],
    ["a heading with a byte order mark", "csv", ["\ufeffinput,target", "a,b"], [["a", "b"]]],
    ["columns in another order", "csv", ["id,Target,Source", "1,t,s"], [["s", "t"]]],
    [
      "columns by name",
      "csv",
      ["x,y", "1,2"],
      [["2", "1"]],
      { columns: { source: "y", target: "x" } },
    ],
    [
      "a later part of a file",
      "csv",
      ["z,s,t"],
      [["s", "t"]],
      { places: { source: 1, target: 2 } },
    ],
    [
      "letters beyond ASCII",
      "csv",
      ["source,target", "caf\u00e9 \ud83d\ude00,\u4f60"],
      [["caf\u00e9 \ud83d\ude00", "\u4f60"]],
    ],
    ["a CSV row with a column missing", "csv", ["source,target", "a"], ["wrong_columns"]],
    [
      "TSV without a heading",
      "tsv",
      ['a "b\tc', "d\te\tf"],
      [
        ['a "b', "c"],
        ["d", "e"],
      ],
    ],
    ["TSV with a heading", "tsv", ["source\ttarget", "a\tb"], [["a", "b"]]],
    ["a TSV row without a tab", "tsv", ["a\tb", "c"], [["a", "b"], "wrong_columns"]],
    ["JSONL", "jsonl", ['{"source":"a","target":"b\\n"}'], [["a", "b\n"]]],
    ["broken JSON", "jsonl", ['{"source":'], ["broken_json"]],
    ["JSON that is no object", "jsonl", ["[1]", "null", "3"], Array(3).fill("wrong_columns")],
    ["JSON of wrong types", "jsonl", ['{"source":1,"target":"b"}'], ["wrong_values"]],
    [
      "a side that is no sentence",
      "jsonl",
      [`{"source":"a","target":"${"x".repeat(20_001)}"}`],
      ["wrong_values"],
    ],
    ["plain text", "text", ["A sentence."], [["", "A sentence."]]],
    [
      "M2 with two annotators",
      "m2",
      [
        "S He do n't know .\nA 1 2|||R:VERB|||does|||REQUIRED|||-NONE-|||0\nA -1 -1|||noop|||-NONE-|||REQUIRED|||-NONE-|||1",
      ],
      [
        ["He don't know.", "He doesn't know."],
        ["He don't know.", "He don't know."],
      ],
    ],
    [
      "M2 with an insertion at the end",
      "m2",
      ["S Yes\nA 1 1|||M:PUNCT|||.|||REQUIRED|||-NONE-|||0"],
      [["Yes", "Yes."]],
    ],
    ["M2 without edits", "m2", ["S All is well ."], [["All is well.", "All is well."]]],
    ["M2 beyond the sentence", "m2", ["S a\nA 3 4|||X|||b|||REQUIRED|||-NONE-|||0"], ["broken_m2"]],
    [
      "M2 with edits that overlap",
      "m2",
      ["S a b\nA 0 2|||X|||c|||R|||-|||0\nA 1 2|||X|||d|||R|||-|||0"],
      ["broken_m2"],
    ],
    ["no M2", "m2", ["hello"], ["broken_m2"]],
    [
      "feedback",
      "feedback",
      [
        '{"schema":1,"text":"He go now.","edits":[{"start":3,"end":5,"replacement":"goes","accepted":true},{"start":6,"end":9,"replacement":"soon","accepted":false}]}',
        '{"schema":1,"text":"x","edits":[{"start":3,"end":5,"replacement":"","accepted":true}]}',
        '{"schema":2}',
      ],
      [["He go now.", "He goes now."], "wrong_values", "wrong_values"],
    ],
  ])("reads %s", (_, format, records, expected, options) => {
    expect(read(format, records, options)).toEqual(expected);
  });

  it("rejects bytes that are not UTF-8, and only their row", () => {
    const found: unknown[] = [];
    const sink = {
      row: (source: Text, target: Text) => found.push([`${source}`, `${target}`]),
      reject: (reason: string, text: string) => found.push([reason, text]),
    };
    const records = ["source,target", "caf\u00e9,b", "a,b"];
    feed(
      "csv",
      records.map((record) => Buffer.from(record, "latin1")),
      sink,
    );
    expect(found).toEqual([
      ["not_utf8", "caf\u00e9,b"],
      ["a", "b"],
    ]);
  });

  it("says which columns it found, but shows no sentence as one", () => {
    const reader = () => read("csv", ["id,My secret sentence is here."]);
    expect(reader).toThrow(UnprocessableError);
    expect(reader).toThrow(/source,target or .*found 2 columns: "id", \(no heading\)/);
    expect(() => read("csv", ["a,b"], { columns: { source: "a", target: "c" } })).toThrow(
      'Expected columns "a" and "c", found 2 columns: "a", "b"',
    );
  });
});
