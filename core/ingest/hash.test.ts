import { describe, expect, it } from "vitest";
import { FingerprintSet } from "./fingerprint-set.js";
import { type Hash64, hashBag, printSentence, toFraction } from "./hash.js";
import { Text } from "./text.js";

function print(sentence: string) {
  const { key, bag, text, words } = printSentence(Text.of(sentence));
  return { key, bag: hashBag(bag), text, words };
}

/** The halves in hexadecimal, high one first. */
function toHex({ high, low }: Hash64): string {
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

describe("printSentence", () => {
  it.each([
    ["case and marks", "He's here, now!", "hes HERE now", "key"],
    ["accents stay letters", "Caf\u00e9 no\u00ebl", "caf\u00e9no\u00cbl", "key"],
    ["underscores are no letters", "a_b", "ab", "key"],
    ["word order", "here he is", "Is he here?", "bag"],
  ] as const)("gives equal prints whatever the %s", (_, a, b, part) => {
    expect(print(a)[part]).toEqual(print(b)[part]);
  });

  it.each([
    ["another word", "he is here", "he was here", "bag"],
    ["a word twice", "he is is here", "he is here", "bag"],
    ["another accent", "caf\u00e9", "cafe", "key"],
    ["other digits", "at 10", "at 11", "key"],
    ["other word bounds", "any one", "anyone", "bag"],
    ["words of other lengths", "ab c", "a bc", "bag"],
    ["case", "He", "he", "text"],
    ["marks", "he goes.", "he goes", "text"],
  ] as const)("tells %s", (_, a, b, part) => {
    expect(print(a)[part]).not.toEqual(print(b)[part]);
  });

  it("gives words that are joined the same key however long they are", () => {
    const [word, more] = ["x".repeat(70), "y".repeat(200)];
    expect(print(`${word} ${more}`).key).toEqual(print(word + more).key);
    expect(print(`${more} ${word}`).key).not.toEqual(print(word + more).key);
  });

  it("counts words", () => {
    expect(print("It's 3 o'clock \u2014 na\u00efve.").words).toBe(6);
    expect(print("?!").words).toBe(0);
  });

  it("spreads similar sentences evenly", () => {
    const rows = 20_000;
    const tenths = Array(10).fill(0);
    const seen = new FingerprintSet(rows);
    for (let i = 0; i < rows; i++) {
      const { key, bag } = print(`Sentence number ${i} of many.`);
      tenths[Math.floor(toFraction(key) * 10)]++;
      expect(seen.add(bag)).toBe("new");
    }
    for (const count of tenths) expect(Math.abs(count - rows / 10)).toBeLessThan(200);
  });

  it("stays the same for ever, since splits and versions depend on it", () => {
    const { key, bag, text, words } = print("He goes.");
    expect([key, bag, text].map(toHex)).toEqual([
      "2e4bae722dd8daec",
      "085e2734dcf03000",
      "c5bc38d73ad1bcbe",
    ]);
    expect(words).toBe(2);
  });
});

describe("FingerprintSet", () => {
  const nth = (i: number) => print(`print ${i}`).text;

  it("tells the same from the alike", () => {
    const set = new FingerprintSet(1000);
    expect(set.add(nth(1), 5)).toBe("new");
    expect(set.add(nth(1), 5)).toBe("same");
    expect(set.add(nth(1), 6)).toBe("near");
    expect(set.add(nth(2), 5)).toBe("new");
  });

  it.each([1, 3])("forgets nothing while it is exact, in %s groups", (groups) => {
    const set = new FingerprintSet(20_000, groups);
    for (const seen of ["new", "same"]) {
      for (let i = 0; i < 20_000; i++) expect(set.add(nth(i), 7, i % groups)).toBe(seen);
    }
    expect(set.exact).toBe(true);
    expect(set.size).toBe(20_000);
  });

  it("keeps groups apart", () => {
    const set = new FingerprintSet(1000, 2);
    for (const group of [0, 1]) expect(set.add(nth(1), 5, group)).toBe("new");
    for (const group of [0, 1]) expect(set.add(nth(1), 5, group)).toBe("same");
  });

  it("forgets the oldest beyond that, and says so", () => {
    const set = new FingerprintSet(1000);
    for (let i = 0; i < 50_000; i++) set.add(nth(i));
    expect(set.exact).toBe(false);
    expect(set.add(nth(49_999))).toBe("same");
    expect(set.add(nth(0))).toBe("new");
  });
});
