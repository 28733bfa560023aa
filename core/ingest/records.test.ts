import { describe, expect, it } from "vitest";
import { Random } from "../test-support/random.js";
import type { FieldPlaces } from "./csv.js";
import { type RecordRule, RecordScanner, type RecordSink } from "./records.js";
import { Text } from "./text.js";

interface Found {
  readonly record: string;
  readonly end: number;
  /** Of CSV and TSV. */
  readonly fields?: readonly string[];
  readonly fault?: string;
}

function scan(rule: RecordRule, chunks: readonly string[], maxBytes?: number): Found[] {
  const scanner = new RecordScanner(rule, undefined, maxBytes);
  const found: Found[] = [];
  const sink: RecordSink = (bytes, from, to, end, places, fault) => {
    const record = Buffer.from(bytes.subarray(from, to)).toString("latin1");
    if (fault !== undefined) found.push({ record, end, fault });
    else if (rule === "line" || rule === "block") found.push({ record, end });
    else found.push({ record, end, fields: textsOf(bytes, places) });
  };
  for (const chunk of chunks) scanner.push(Buffer.from(chunk, "latin1"), sink);
  scanner.end(sink);
  return found;
}

/** The fields of a record whose characters are bytes. */
function textsOf(bytes: Uint8Array, fields: FieldPlaces): string[] {
  const text = new Text();
  return Array.from({ length: fields.count }, (_, i) => {
    const [start = 0, end = 0] = [fields.starts[i], fields.ends[i]];
    expect(text.setUtf8(bytes, start, end, fields.doubled[i])).toBe(true);
    return Buffer.from(text.toString()).toString("latin1");
  });
}

describe("RecordScanner", () => {
  it.each<[string, RecordRule, string, string[]]>([
    ["lines, the last without an end", "line", "a\nb\r\nc", ["a", "b", "c"]],
    ["no blank lines", "line", "\n\na\n\r\n", ["a"]],
    ["nothing", "line", "", []],
    ["CSV with a line end in quotes", "csv", 'a,"x\ny"\nb,z\n', ['a,"x\ny"', "b,z"]],
    ["CSV with doubled quotes", "csv", '"say ""hi""\n","b"\nc,d', ['"say ""hi""\n","b"', "c,d"]],
    ["CSV with an inch sign inside a field", "csv", 'a 5" disk,b\nc,d\n', ['a 5" disk,b', "c,d"]],
    ["blocks", "block", "S a\nA 1\n\nS b\r\n\r\n\n\nS c", ["S a\nA 1", "S b", "S c"]],
  ])("finds %s", (_, rule, text, records) => {
    expect(scan(rule, [text]).map(({ record }) => record)).toEqual(records);
  });

  it("loses only its own line to a quote that is never closed", () => {
    const found = scan("csv", ['a,b\n"open,c\nd,e\nf,g\n']);
    expect(found.map(({ record, fault }) => [record, fault])).toEqual([
      ["a,b", undefined],
      ['"open,c', "broken_quotes"],
      ["d,e", undefined],
      ["f,g", undefined],
    ]);
  });

  it("takes an open quote for the fault where the next one closes nothing", () => {
    const found = scan("csv", ['"open,c\nd,e\n"x,y",f\n"a"b,c\n']);
    expect(found.map(({ record, fault }) => [record, fault])).toEqual([
      ['"open,c', "broken_quotes"],
      ["d,e", undefined],
      ['"x,y",f', undefined],
      ['"a"b,c', "broken_quotes"],
    ]);
  });

  it.each<RecordRule>(["line", "csv", "block"])("reports a too long %s once", (rule) => {
    const end = rule === "block" ? "\n\n" : "\n";
    const chunks = [`ok${end}`, "x".repeat(30), "y".repeat(30), `z${end}next${end}`];
    const found = scan(rule, chunks, 20);
    expect(found.map(({ fault }) => fault)).toEqual([undefined, "record_too_long", undefined]);
    expect(found.at(-1)?.record).toBe("next");
  });

  it("finds the same records and ends however CSV arrives, and a writer's fields in them", () => {
    const random = new Random(7);
    const alphabet = ["a", "b ", '"', ",", "\n", "\r\n", "\u00c3\u00a9", "x"];
    for (let round = 0; round < 300; round++) {
      const rows = Array.from({ length: 1 + random.int(0, 6) }, () =>
        Array.from({ length: 2 }, () =>
          Array.from({ length: 1 + random.int(0, 6) }, () => random.pick(alphabet)).join(""),
        ),
      );
      const text = rows.map((row) => `${row.map(quoted).join(",")}\n`).join("");
      const chunks: string[] = [];
      for (let at = 0; at < text.length; ) {
        const size = 1 + random.int(0, 9);
        chunks.push(text.slice(at, at + size));
        at += size;
      }
      const found = scan("csv", chunks);
      expect(found).toEqual(scan("csv", [text]));
      expect(found.map(({ fields }) => fields)).toEqual(rows);
      expect(found.at(-1)?.end).toBe(text.length);
      for (const { end } of found) expect(text[end - 1]).toBe("\n");
    }
  });
});

/** RFC 4180, as spreadsheet programs write it. */
function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

describe("fields", () => {
  it.each<[string, RecordRule, readonly string[] | undefined]>([
    ["a,b", "csv", ["a", "b"]],
    ["a,b\r\n", "csv", ["a", "b"]],
    ["a,\r\n", "csv", ["a", ""]],
    ["a,", "csv", ["a", ""]],
    ['"a,b","c ""d"""\r\n', "csv", ["a,b", 'c "d"']],
    ['"",x', "csv", ["", "x"]],
    ['a "b" c,d', "csv", ['a "b" c', "d"]],
    ['"a"b,c', "csv", undefined],
    ['"a"\rb,c', "csv", undefined],
    ['"a', "csv", undefined],
    ['a "b\tc\r\n', "tsv", ['a "b', "c"]],
    ["\t", "tsv", ["", ""]],
    ["\u00ef\u00bb\u00bfa,b", "csv", ["a", "b"]],
    ['\u00ef\u00bb\u00bf"a",b', "csv", ["a", "b"]],
  ])("%j as %s", (record, rule, fields) => {
    expect(scan(rule, [record])[0]?.fields).toEqual(fields);
  });
});
