import { describe, expect, it } from "vitest";
import { FingerprintSet } from "./fingerprint-set.js";
import { hashText, printSentence, toFraction } from "./hash.js";

describe("printSentence", () => {
  it.each([
    ["case and marks", "He's here, now!", "hes HERE now", "key"],
    ["accents stay letters", "Caf\u00e9 no\u00ebl", "caf\u00e9no\u00cbl", "key"],
    ["underscores are no letters", "a_b", "ab", "key"],
    ["word order", "here he is", "Is he here?", "bag"],
  ] as const)("gives equal prints whatever the %s", (_, a, b, part) => {
    expect(printSentence(a)[part]).toEqual(printSentence(b)[part]);
  });

  it.each([
    ["another word", "he is here", "he was here", "bag"],
    ["a word twice", "he is is here", "he is here", "bag"],
    ["another accent", "caf\u00e9", "cafe", "key"],
    ["other digits", "at 10", "at 11", "key"],
    ["other word bounds", "any one", "anyone", "bag"],
  ] as const)("tells %s", (_, a, b, part) => {
    expect(printSentence(a)[part]).not.toEqual(printSentence(b)[part]);
  });

  it("counts words", () => {
    expect(printSentence("It's 3 o'clock \u2014 na\u00efve.").words).toBe(6);
    expect(printSentence("?!").words).toBe(0);
  });

  it("spreads similar sentences evenly", () => {
    const rows = 20_000;
    const tenths = Array(10).fill(0);
    const seen = new FingerprintSet(rows);
    for (let i = 0; i < rows; i++) {
      const { key, bag } = printSentence(`Sentence number ${i} of many.`);
      tenths[Math.floor(toFraction(key) * 10)]++;
      expect(seen.add(bag)).toBe("new");
    }
    for (const count of tenths) expect(Math.abs(count - rows / 10)).toBeLessThan(200);
  });

  it("stays the same for ever, since splits and versions depend on it", () => {
    expect(hashText("He goes.")).toMatchInlineSnapshot(`
      {
        "high": 991527194,
        "low": 4128161991,
      }
    `);
    expect(printSentence("He goes.")).toMatchInlineSnapshot(`
      {
        "bag": {
          "high": 2551585318,
          "low": 573154814,
        },
        "key": {
          "high": 4097349551,
          "low": 2254972953,
        },
        "text": {
          "high": 991527194,
          "low": 4128161991,
        },
        "words": 2,
      }
    `);
  });
});

describe("FingerprintSet", () => {
  const print = (i: number) => hashText(`print ${i}`);

  it("tells the same from the alike", () => {
    const set = new FingerprintSet(1000);
    expect(set.add(print(1), 5)).toBe("new");
    expect(set.add(print(1), 5)).toBe("same");
    expect(set.add(print(1), 6)).toBe("near");
    expect(set.has(print(1))).toBe(true);
    expect(set.has(print(2))).toBe(false);
  });

  it("forgets nothing while it is exact", () => {
    const set = new FingerprintSet(20_000);
    for (let i = 0; i < 20_000; i++) expect(set.add(print(i))).toBe("new");
    for (let i = 0; i < 20_000; i++) expect(set.add(print(i))).toBe("same");
    expect(set.exact).toBe(true);
    expect(set.size).toBe(20_000);
  });

  it("forgets the oldest beyond that, and says so", () => {
    const set = new FingerprintSet(1000);
    for (let i = 0; i < 50_000; i++) set.add(print(i));
    expect(set.exact).toBe(false);
    expect(set.has(print(49_999))).toBe(true);
    expect(set.has(print(0))).toBe(false);
  });
});
