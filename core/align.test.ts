import { describe, expect, it } from "vitest";
import { continuesWord, SourceAligner, tokenCosts } from "./align.js";
import { readTestData, testTokenizer } from "./test-support/oracle.js";
import { Random } from "./test-support/random.js";

interface AlignmentOracle {
  readonly cases: readonly {
    readonly source: readonly number[];
    readonly prefix: readonly number[];
    /** Before, between and after the prefix's tokens. */
    readonly sourceIndex: readonly number[];
  }[];
}

/** The definition, written out: the whole table for each prefix. */
function slowIndex(
  source: readonly number[],
  prefix: readonly number[],
  costs: Uint8Array,
): number {
  const cost = (token: number) => costs[token] ?? 4;
  let row = source.map((_, j) => source.slice(0, j).reduce((sum, s) => sum + cost(s), 0));
  for (const y of prefix) {
    const next: number[] = [];
    for (let j = 0; j < source.length; j++) {
      const options = [(row[j] as number) + cost(y)];
      if (j > 0) {
        const s = source[j - 1] as number;
        const both = cost(s) === cost(y) ? cost(y) : cost(s) + cost(y);
        options.push((row[j - 1] as number) + (s === y ? 0 : both));
        options.push((next[j - 1] as number) + cost(s));
      }
      next.push(Math.min(...options));
    }
    row = next;
  }
  return row.lastIndexOf(Math.min(...row));
}

describe("continuesWord", () => {
  it.each([
    ["\u0120have", false],
    ["\u0120", false],
    ["ing", true],
    ["9", true],
    ["\u00c3\u00a9", true],
    [",", false],
    ["<x>", false],
    ["", false],
  ])("%j: %s", (token, expected) => {
    expect(continuesWord(token)).toBe(expected);
  });
});

describe("SourceAligner", () => {
  const costs = tokenCosts(["<pad>", "</s>", "<unk>", "\u0120a", "b", "c", "\u0120d", "e", ","]);

  it("never lets special tokens continue a word", () => {
    expect([...tokenCosts(["pad", "eos", "unk", "x"])]).toEqual([4, 4, 4, 1]);
  });

  it("follows a copy, a replaced word, an insertion and a deletion", () => {
    const aligner = new SourceAligner([3, 4, 6, 7, 8, 1], costs);
    expect(aligner.index).toBe(0);
    expect([3, 4, 6].map((token) => aligner.push(token))).toEqual([1, 2, 3]);
    aligner.truncate(1);
    expect(aligner.push(6)).toBe(3); // "b" was left out
    expect(aligner.indices).toEqual([0, 1, 3]);
  });

  it("agrees with the trainer's alignment on every fixture", () => {
    const vocabulary = tokenCosts(testTokenizer("tiny-model").vocabulary);
    const { cases } = readTestData<AlignmentOracle>("alignment-oracle.json");
    expect(cases.length).toBeGreaterThanOrEqual(300);
    const found = cases.map(({ source, prefix }) => {
      const aligner = new SourceAligner(source, vocabulary);
      for (const token of prefix) aligner.push(token);
      return { source, prefix, sourceIndex: aligner.indices };
    });
    expect(found).toEqual(cases);
  });

  it("is the table of its definition, whatever is pushed and taken back", () => {
    const random = new Random(4);
    for (let n = 0; n < 400; n++) {
      const source = [...Array.from({ length: random.int(0, 12) }, () => random.int(3, 9)), 1];
      const aligner = new SourceAligner(source, costs);
      const prefix: number[] = [];
      for (let step = 0; step < 25; step++) {
        if (random.chance(0.2)) {
          prefix.length = random.int(0, prefix.length + 1);
          aligner.truncate(prefix.length);
        }
        const token = random.int(2, 12);
        prefix.push(token);
        const index = (random.chance(0.1) ? aligner.clone() : aligner).push(token);
        if (aligner.indices.length === prefix.length) aligner.push(token);
        expect(index).toBe(slowIndex(source, prefix, costs));
        expect(aligner.index).toBe(index);
      }
    }
  });
});
