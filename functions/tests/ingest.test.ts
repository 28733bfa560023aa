import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UnprocessableError } from "../../core/errors.js";
import {
  ALL_TRAIN,
  type Bench,
  CSV,
  ingestHere,
  openBench,
  PAIRS,
  readFolder,
  readRows,
  seedCsv,
  testdata,
  toDeps,
  upload,
} from "./ingest-util.js";

let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
});

afterEach(() => bench.close());

const TSV = PAIRS.map((p) => `${p.source}\t${p.target}`).join("\n");
const JSONL = PAIRS.map((p) => JSON.stringify(p)).join("\n");
const M2 = "S They was late again yesterday .\nA 1 2|||R:VERB|||were|||REQUIRED|||-NONE-|||0\n\n";

describe("formats", () => {
  it.each<[string, string, string | Uint8Array, object[], string[]?]>([
    ["the seed's CSV", "a.csv", CSV, PAIRS],
    ["CSV with a byte order mark", "a.csv", `\ufeff${CSV}`, PAIRS],
    ["TSV", "a.tsv", TSV, PAIRS],
    ["JSONL", "a.jsonl", JSONL, PAIRS],
    ["M2", "a.m2", M2, [PAIRS[1] as object]],
    ["Parquet in two row groups", "a.parquet", testdata("pairs.parquet"), PAIRS, ["wrong_values"]],
    ["CSV in Zstandard", "a.csv.zst", testdata("pairs.csv.zst"), PAIRS],
    ["CSV in gzip", "a.csv.gz", gzipSync(CSV), PAIRS],
    [
      "gzip of two members",
      "a.tsv.gz",
      Buffer.concat([gzipSync(`${TSV}\n`), gzipSync("He go.\tHe goes.\n")]),
      [...PAIRS, { source: "He go.", target: "He goes." }],
    ],
    ["gzip under a plain name", "a.csv", gzipSync(CSV), PAIRS],
    [
      "clean text",
      "a.txt",
      "She goes to school every day.\n\nThey were late.\n",
      [
        { source: "", target: "She goes to school every day." },
        { source: "", target: "They were late." },
      ],
    ],
  ])("reads %s", async (_, file, data, expected, reasons = []) => {
    const { manifest } = await ingestHere(upload(file, data, ALL_TRAIN, 37), toDeps(bench.store));
    expect(await readRows(bench, manifest, "train")).toEqual(expected);
    const rejected = await readRows(bench, manifest, "rejected");
    expect(rejected.map(({ reason }) => reason)).toEqual(reasons);
    expect(manifest.counts).toEqual({
      rows: expected.length + reasons.length,
      taken: expected.length,
      rejected: reasons.length,
    });
    expect(manifest.kind).toBe(file.endsWith(".txt") ? "text" : "pairs");
  });
});

describe("bad sources", () => {
  const bomb = gzipSync(Buffer.alloc(40 * 2 ** 20, "a"));
  it.each<[string, string, string | Uint8Array, RegExp, object?]>([
    ["an empty file", "a.csv", "", /Expected rows to take, but the source has none/],
    ["a heading only", "a.csv", "input,target\n", /the source has none/],
    [
      "columns missing",
      "a.csv",
      "id,text\n1,hello\n",
      /Expected two columns.*found 2 columns: "id", "text"/,
    ],
    [
      "UTF-16",
      "a.csv",
      Buffer.from("\ufeffinput,target\n", "utf16le"),
      /Expected text in UTF-8, got UTF-16/,
    ],
    [
      "Latin-1 throughout",
      "a.tsv",
      Buffer.from("caf\u00e9 is\tcaf\u00e9 was\n", "latin1"),
      /not_utf8 1/,
    ],
    ["an unknown ending", "a.docx", "x", /file name that ends in \.csv/],
    [
      "a cut gzip",
      "a.csv.gz",
      gzipSync(seedCsv(500)).subarray(0, 400),
      /gzip data is damaged or cut off/,
    ],
    [
      "a broken gzip",
      "a.csv.gz",
      Buffer.concat([gzipSync(CSV).subarray(0, 20), Buffer.alloc(50, 7)]),
      /gzip data is damaged/,
    ],
    [
      "a cut Zstandard file",
      "a.csv.zst",
      testdata("pairs.csv.zst").subarray(0, 90),
      /zstd data is damaged/,
    ],
    [
      "a Zstandard window of 2 GiB",
      "a.csv.zst",
      Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0, 0),
      /Zstandard window/,
    ],
    [
      "a cut Parquet file",
      "a.parquet",
      testdata("pairs.parquet").subarray(0, 900),
      /Parquet file is damaged/,
    ],
    ["a gzip bomb", "a.csv.gz", bomb, /expands more than 200 times/],
    [
      "too much after decompression",
      "a.csv.gz",
      gzipSync(seedCsv(500)),
      /at most 1000 bytes after decompression/,
      { maxExpandedBytes: 1000 },
    ],
    [
      "too large a file",
      "a.csv",
      seedCsv(500),
      /Expected at most 5000 bytes of source/,
      { maxSourceBytes: 5000 },
    ],
  ])("refuses %s and leaves nothing that counts", async (_, file, data, message, limits = {}) => {
    const work = ingestHere(upload(file, data), toDeps(bench.store, { limits }));
    await expect(work).rejects.toThrow(UnprocessableError);
    await expect(work).rejects.toThrow(message);
    const left = Object.keys(await readFolder(bench.folder));
    expect(
      left.filter((path) => path.includes("/.staging/") || path.endsWith("manifest.json")),
    ).toEqual([]);
  });

  it("keeps bad rows with their reasons and takes the others", async () => {
    const bad = ["only one column", '"open,She goes.', "Go,Go.", '"x"y,z', "a\u0007b c,a b c"];
    const csv = Buffer.concat([
      Buffer.from(`${CSV}${bad.join("\n")}\n`),
      Buffer.from("caf\u00e9 x,y z\n", "latin1"),
    ]);
    const { manifest } = await ingestHere(upload("a.csv", csv), toDeps(bench.store));
    expect(manifest.statistics.rejects).toEqual({
      wrong_columns: 1,
      broken_quotes: 2,
      too_short: 1,
      control_characters: 1,
      not_utf8: 1,
    });
    const rejected = await readRows(bench, manifest, "rejected");
    expect(rejected).toContainEqual({ reason: "wrong_columns", text: "only one column" });
    expect(rejected).toContainEqual({ reason: "too_short", source: "Go", target: "Go." });
    expect(manifest.counts.taken).toBe(3);
  });
});
