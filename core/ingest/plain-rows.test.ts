import { describe, expect, it } from "vitest";
import { hashSources } from "../../kernel/sources.mjs";
import { Random } from "../test-support/random.js";
import { NO_BIN, putRow } from "./bins.js";
import { printSentence } from "./hash.js";
import { KERNEL_SOURCES } from "./kernel-module.js";
import { ingestOptionsSchema } from "./options.js";
import { PlainRows } from "./plain-rows.js";
import { createRowReader } from "./readers.js";
import { RecordScanner } from "./records.js";
import { createSieve, type SievedRow } from "./sieve.js";
import { Text } from "./text.js";

/** What comes out of rows, each in order: what is known of one that passes, or why it does not. */
type Outcome = readonly unknown[];

const HELD = new Set(["The old key fits.", "We go now"].map((text) => keyOf(text)));

function keyOf(text: string): string {
  return JSON.stringify(printSentence(Text.of(text)).key);
}

/** Reads a table in chunks with or without the kernel. */
function read(table: string, settings: object, chunks: Random | undefined, held: boolean) {
  const options = ingestOptionsSchema.parse(settings);
  const keys = held ? HELD : new Set<string>();
  const evaluation = { size: keys.size, has: (key: object) => keys.has(JSON.stringify(key)) };
  const outcomes: Outcome[] = [];
  const textOf = ({ bytes, start, end }: SievedRow["line"]) =>
    Buffer.from(bytes.subarray(start, end)).toString("utf8");
  const chosen = ["", "", ""];
  const put = ["", "", ""];
  const sink = {
    bins: chosen.length,
    choose({ line, print: { high, low }, ...row }: SievedRow) {
      const { sourceWords, targetWords, edits, tag, place } = row;
      outcomes.push([textOf(line), high, low, sourceWords, targetWords, edits, tag, place]);
      const bin = (high & 3) - 1;
      if (bin !== NO_BIN) chosen[bin] += textOf(line);
      return bin;
    },
    put(bin: number, lines: SievedRow["line"], rows: number) {
      put[bin] += textOf(lines);
      expect(textOf(lines).split("\n")).toHaveLength(rows + 1);
    },
    refused(reason: string, line: SievedRow["line"]) {
      outcomes.push([reason, textOf(line)]);
    },
  };
  const reader = createRowReader(options.format ?? "csv");
  const sieve = createSieve(options, evaluation);
  const plain = chunks && PlainRows.create(options, evaluation, sink);
  let quick = 0;
  const lane = plain && {
    take(bytes: Uint8Array, at: number) {
      if (!reader.places) return at;
      const before = outcomes.length;
      const next = plain.take(bytes, at);
      quick += outcomes.length - before;
      return next;
    },
  };
  const scanner = new RecordScanner(options.format === "tsv" ? "tsv" : "csv", lane);
  const rows = {
    row(source: Text, target: Text) {
      const row = sieve(source, target, sink.refused);
      if (row) putRow(sink, row);
    },
    reject: (reason: string, text: string) => outcomes.push([reason, text]),
  };
  const take: Parameters<RecordScanner["push"]>[1] = (bytes, start, end, _after, fields, fault) => {
    if (fault) rows.reject(fault, "");
    else reader.read(bytes, start, end, fields, rows);
  };
  const bytes = Buffer.from(table);
  for (let at = 0; at < bytes.length; ) {
    const size = chunks ? chunks.int(1, 1 << chunks.int(1, 20)) : bytes.length;
    scanner.push(bytes.subarray(at, at + size), take);
    at += size;
  }
  scanner.end(take);
  expect(put).toEqual(chosen);
  return { outcomes, quick };
}

const WORDS = [
  ..."the The of and a go goes went key old fits we now x7 42 don't it's end. der die und nicht le".split(
    " ",
  ),
  "(so)",
  "well-known",
  ",",
  " ",
  "a".repeat(70),
];
const UNUSUAL = [
  "caf\u00e9",
  '"so"',
  "back\\slash",
  "\ud83d\ude00",
  "tab\there",
  "\u0301",
  "\u007f",
];

function sentence(random: Random): string[] {
  if (random.int(0, 40) === 0) return ["The", "old", "key", "fits."];
  const most = random.pick([1, 6, 12, 20, 20, 120]);
  return Array.from({ length: random.int(0, most) }, () =>
    random.pick(random.int(0, 150) === 0 ? UNUSUAL : WORDS),
  );
}

/** The sentence with some words put in, taken out or replaced. */
function changed(words: readonly string[], random: Random): string[] {
  if (random.int(0, 30) === 0) return sentence(random);
  const some = random.pick([0, 1, 3, 9]);
  return words.flatMap((word) => {
    if (random.int(0, 20) >= some) return [word];
    return random.pick([[], [random.pick(WORDS)], [word, random.pick(WORDS)]]);
  });
}

function table(random: Random, rows: number, format: string): string {
  const separator = format === "csv" ? "," : "\t";
  const field = (text: string) => {
    if (format === "tsv") return text.replaceAll("\t", " ");
    const must = /[",\r\n]/.test(text);
    return must || random.int(0, 2) > 0 ? `"${text.replaceAll('"', '""')}"` : text;
  };
  let text = `input${separator}target\n`;
  for (let row = 0; row < rows; row++) {
    const words = sentence(random);
    const source = `${random.pick(["", "grammar: ", "grammar:  "])}${words.join(" ")}`;
    const target = `${changed(words, random).join(" ")}${random.pick(["", " "])}`;
    const extra = random.int(0, 100) === 0 ? `${separator}more` : "";
    text += `${field(source)}${separator}${field(target)}${extra}${random.pick(["\n", "\n", "\r\n", "\n\n"])}`;
  }
  // As long as a side may be, and longer by one.
  for (const letters of [19_996, 19_997]) {
    const long = `The ${"x".repeat(letters)}`;
    text += `${long}${separator}${long}\n`;
  }
  return text + random.pick(["", '"open', "a,b"]);
}

describe("PlainRows", () => {
  it.each<[object, boolean]>([
    [{ format: "csv" }, false],
    [{ format: "csv" }, true],
    [{ format: "tsv" }, true],
    [{ format: "csv", duplicates: "exact", prefix: "" }, false],
    [
      { format: "csv", filters: { language: "any", keepUnchanged: false, maxEditShare: 0.1 } },
      false,
    ],
    [{ format: "tsv", filters: { minWords: 4, maxWords: 15, maxRatio: 1.1 } }, false],
  ])("takes rows as the sieve does: %j, held out: %s", (settings, held) => {
    const random = new Random(9);
    const format = "format" in settings ? `${settings.format}` : "";
    for (let round = 0; round < 4; round++) {
      const text = table(random, [1, 30, 400, 2000][round] ?? 0, format);
      const { outcomes } = read(text, settings, undefined, held);
      const withKernel = read(text, settings, random, held);
      expect(withKernel.outcomes).toEqual(outcomes);
      if (outcomes.length > 100) expect(withKernel.quick / outcomes.length).toBeGreaterThan(0.1);
    }
  });

  it("leaves tables to others whose prefix or format it cannot follow", () => {
    const nothing = () => undefined;
    const none = { size: 0, has: () => false };
    const create = (settings: object, bins: number) => {
      const sink = { bins, choose: () => 0, put: nothing, refused: nothing };
      return PlainRows.create(ingestOptionsSchema.parse(settings), none, sink);
    };
    expect(create({ format: "jsonl" }, 1)).toBeUndefined();
    expect(create({ format: "csv", prefix: "f\u00fcr: " }, 1)).toBeUndefined();
    expect(create({ format: "csv" }, 1025)).toBeUndefined();
    expect(create({ format: "csv" }, 1024)).toBeDefined();
  });

  it("is compiled from the sources that are there", () => {
    expect(KERNEL_SOURCES, "run: npm ci --prefix kernel && npm run build --prefix kernel").toBe(
      hashSources(),
    );
  });
});
