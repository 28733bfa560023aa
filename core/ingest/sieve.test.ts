import { describe, expect, it } from "vitest";
import { Random } from "../test-support/random.js";
import { WordDistance } from "./distance.js";
import { printSentence } from "./hash.js";
import { isEnglish } from "./language.js";
import { type IngestOptions, ingestOptionsSchema } from "./options.js";
import type { RejectReason, Row } from "./rows.js";
import { Selection, shardOf } from "./selection.js";
import { findShared } from "./shared.js";
import { createSieve, type SievedRow } from "./sieve.js";
import { Text } from "./text.js";

const NO_KEYS = { size: 0, has: () => false };

function options(changes: object = {}): IngestOptions {
  return ingestOptionsSchema.parse({ format: "csv", ...changes });
}

type Sieve = ReturnType<typeof createSieve>;

function run(
  sieve: Sieve,
  row: Row,
  refused: (reason: RejectReason) => void,
): SievedRow | undefined {
  return sieve(Text.of(row.source), Text.of(row.target), refused);
}

function sift(row: Row, changes: object = {}, keys = NO_KEYS as Parameters<typeof createSieve>[1]) {
  let reason: RejectReason | undefined;
  const sieve = createSieve(options(changes), keys);
  const sieved = run(sieve, row, (why) => {
    reason = why;
  });
  if (reason || !sieved) return reason;
  const { line, edits } = sieved;
  const written = Buffer.from(line.bytes.subarray(line.start, line.end)).toString("utf8");
  const { source, target } = JSON.parse(written);
  return [source, target, edits];
}

describe("createSieve", () => {
  const LONG = Array(60).fill("word").join(" ");

  it.each<[string, Row, unknown, object?]>([
    [
      "takes a pair",
      { source: "He go home.", target: "He goes home." },
      ["He go home.", "He goes home.", 1],
    ],
    [
      "takes the prefix off once",
      { source: "grammar: grammar: a b", target: "a b" },
      ["grammar: a b", "a b", 1],
    ],
    [
      "takes another prefix off",
      { source: "fix: He go.", target: "He goes." },
      ["He go.", "He goes.", 1],
      { prefix: "fix: " },
    ],
    [
      "composes letters",
      { source: "cafe\u0301 is", target: "caf\u00e9 is " },
      ["caf\u00e9 is", "caf\u00e9 is", 0],
    ],
    [
      "takes clean text",
      { source: "", target: "He goes home." },
      ["", "He goes home.", 0],
      { format: "text" },
    ],
    ["refuses an empty source", { source: " ", target: "He goes." }, "empty"],
    ["refuses an empty target", { source: "He goes.", target: "\u00a0" }, "empty"],
    [
      "refuses a line end",
      { source: "He\ngoes now.", target: "He goes now." },
      "control_characters",
    ],
    [
      "refuses damaged text",
      { source: "He goes \ufffd now.", target: "He goes now." },
      "control_characters",
    ],
    ["refuses one word", { source: "Go", target: "Go." }, "too_short"],
    ["refuses a long side", { source: `${LONG} ${LONG}`, target: LONG }, "too_long"],
    [
      "refuses sides of unlike length",
      { source: "He goes home.", target: "He goes home and then he sleeps well." },
      "ratio",
    ],
    [
      "refuses another sentence",
      { source: "He goes home now.", target: "We slept all day." },
      "too_different",
    ],
    [
      "takes unchanged pairs",
      { source: "He goes.", target: "He goes." },
      ["He goes.", "He goes.", 0],
    ],
    [
      "refuses unchanged pairs when asked",
      { source: "He goes.", target: "He goes." },
      "unchanged",
      { filters: { keepUnchanged: false } },
    ],
    [
      "refuses another language",
      { source: "Der Hund ist in dem Haus.", target: "Der Hund ist nicht in dem Haus." },
      "language",
    ],
    [
      "takes it when asked",
      { source: "Der Hund ist in Haus.", target: "Der Hund ist im Haus." },
      ["Der Hund ist in Haus.", "Der Hund ist im Haus.", 1],
      { filters: { language: "any" } },
    ],
  ])("%s", (_, row, expected, changes) => {
    expect(sift(row, changes)).toEqual(expected);
  });

  it("keeps evaluation sentences out, on either side", () => {
    const held = printSentence(Text.of("He goes home!")).key;
    const keys = {
      size: 1,
      has: (key: { high: number; low: number }) => key.high === held.high && key.low === held.low,
    };
    expect(sift({ source: "he GO home", target: "He goes, home." }, {}, keys)).toBe(
      "evaluation_sentence",
    );
    expect(sift({ source: "He goes home", target: "He went home." }, {}, keys)).toBe(
      "evaluation_sentence",
    );
    expect(sift({ source: "He go home", target: "He went home." }, {}, keys)).toBeInstanceOf(Array);
  });
});

describe("Selection", () => {
  const PAIRS: readonly Row[] = [
    { source: "He go home.", target: "He goes home." },
    { source: "He go home.", target: "He goes home." },
    { source: "he go home", target: "He goes home." },
    { source: "He go home.", target: "He went home." },
  ];

  it.each([
    ["near", ["train", "duplicate", "near_duplicate", "train"]],
    ["exact", ["train", "duplicate", "train", "train"]],
    ["keep", ["train", "train", "train", "train"]],
  ])("duplicates: %s", (duplicates, expected) => {
    const chosen = options({ duplicates, split: { validation: 0, test: 0 } });
    const sieve = createSieve(chosen, NO_KEYS);
    const selection = new Selection(chosen, 1000);
    const verdicts = PAIRS.map((pair) => {
      const row = run(sieve, pair, () => undefined);
      return row && selection.choose(row);
    });
    expect(verdicts).toEqual(expected);
  });

  it("sends near duplicates to one shard and equal targets to one split, in the shares asked for", () => {
    const chosen = options({ split: { validation: 0.1, test: 0.2 } });
    const sieve = createSieve(chosen, NO_KEYS);
    const selection = new Selection(chosen, 100_000);
    const counts = { train: 0, validation: 0, test: 0 };
    const shards = Array(8).fill(0);
    const rows = 5000;
    for (let i = 0; i < rows; i++) {
      const row = run(
        sieve,
        { source: `He go home ${i}.`, target: `He goes home ${i}.` },
        () => undefined,
      );
      const twin = run(
        sieve,
        { source: `he go home ${i}`, target: `He goes home, ${i}` },
        () => undefined,
      );
      if (!row || !twin) throw new Error("expected both rows to pass");
      expect(shardOf(twin.print, 8)).toBe(shardOf(row.print, 8));
      expect(twin.place).toBe(row.place);
      shards[shardOf(row.print, 8)]++;
      const split = selection.choose(row);
      if (split in counts) counts[split as keyof typeof counts]++;
    }
    expect(counts.test / rows).toBeCloseTo(0.2, 1);
    expect(counts.validation / rows).toBeCloseTo(0.1, 1);
    for (const count of shards) expect(Math.abs(count - rows / 8)).toBeLessThan(120);
  });
});

/** By its definition (Levenshtein 1966). */
function levenshtein(a: readonly string[], b: readonly string[]): number {
  const row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, word] of a.entries()) {
    let diagonal = i;
    row[0] = i + 1;
    for (const [j, other] of b.entries()) {
      const above = row[j + 1] as number;
      row[j + 1] = Math.min(diagonal + (word === other ? 0 : 1), above + 1, (row[j] as number) + 1);
      diagonal = above;
    }
  }
  return row[b.length] as number;
}

const words = new WordDistance();

function distanceOf(most: number, source: string, target: string): number {
  const [a, b] = [Text.of(source), Text.of(target)];
  return words.upTo(most, a, b, findShared(a, b));
}

describe("WordDistance", () => {
  it.each([
    ["a b c", "a b c", 0],
    ["a b c", "a x c", 1],
    ["a c", "a b c", 1],
    ["a b c d", "b c d a", 2],
    ["", "a b", 2],
    ["He go.", "He go", 1],
    ["x a b c y", "z a b c w", 2],
  ])("%s / %s", (source, target, distance) => {
    expect(distanceOf(9, source, target)).toBe(distance);
  });

  it("is that of the whole table, and beyond the bound where that is", () => {
    const random = new Random(11);
    const words = () =>
      Array.from({ length: random.int(0, 9) }, () => random.pick(["a", "b", "cd", "a."]));
    for (let round = 0; round < 2000; round++) {
      const [a, b] = [words(), words()];
      const most = random.int(0, 9);
      const exact = levenshtein(a, b);
      const found = distanceOf(most, a.join(" "), b.join(" "));
      if (exact <= most) expect(found).toBe(exact);
      else expect(found).toBeGreaterThan(most);
    }
  });
});

describe("isEnglish", () => {
  it.each([
    ["The cat sat on the mat.", true],
    ["OK thanks!", true],
    ["He doesn\u2019t say l\u2019amour est la.", true],
    ["C'est ce qu'il dit tous les jours.", false],
    ["Caf\u00e9 Noir opens at nine in the morning.", true],
    ["Der Hund ist nicht in dem Haus und schl\u00e4ft.", false],
    ["El perro no es el amigo de los gatos.", false],
    ["\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440", false],
    ["\u4eca\u5929\u5929\u6c14\u5f88\u597d", false],
  ])("%s", (sentence, expected) => {
    const text = Text.of(sentence);
    expect(isEnglish(text, printSentence(text))).toBe(expected);
  });
});
