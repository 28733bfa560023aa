import { describe, expect, it } from "vitest";
import { Random } from "../test-support/random.js";
import { printSentence } from "./hash.js";
import { isEnglish } from "./language.js";
import { maxRowBytes, writeRow } from "./row-line.js";
import { Text } from "./text.js";
import { COMPOSES, classesOf, UNUSUAL_CASE, WORD_PARTS } from "./units.js";

/** Letters, marks, spaces and signs of every kind that is treated by itself. */
const ALPHABET = [
  ..."aZ9 '.\"\\\n\u0007\u00e9\u00c9\u00a0\u0301\u03a3\u0130\u2019\u2028\u4f60\ufffd",
  "\ud83d\ude00",
  "\ud835\udc00",
  "\ud800",
  "\udc00",
];

function sentences(seed: number): string[] {
  const random = new Random(seed);
  return Array.from({ length: 1000 }, () =>
    Array.from({ length: random.int(0, 12) }, () => random.pick(ALPHABET)).join(""),
  );
}

describe("the tables of units", () => {
  it("say of every unit what Unicode says", () => {
    for (let unit = 0; unit < 1 << 16; unit++) {
      const character = String.fromCharCode(unit);
      const classes = classesOf(unit);
      if (!(classes & COMPOSES) && `e${character}e`.normalize("NFC") !== `e${character}e`) {
        expect.fail(`U+${unit.toString(16)} composes`);
      }
      if (classes & UNUSUAL_CASE) continue;
      const lower = `a${character}a`.toLowerCase()[1] as string;
      const part = /[\p{L}\p{N}]/u.test(lower) ? lower.charCodeAt(0) : 0;
      if (WORD_PARTS[unit] !== part) expect.fail(`U+${unit.toString(16)} is ${part} in words`);
    }
  });
});

describe("Text", () => {
  it("is the string it was made of, and of its bytes", () => {
    const text = new Text();
    for (const sentence of sentences(1)) {
      text.set(sentence);
      expect(text.toString()).toBe(sentence);
      const bytes = Buffer.from(`"${sentence}"`);
      expect(text.setUtf8(bytes, 1, bytes.length - 1)).toBe(true);
      expect(text.toString()).toBe(Buffer.from(sentence).toString());
      expect(text.classes).toBe(Text.of(text.toString()).classes);
      const quoted = Buffer.from(sentence.replaceAll('"', '""'));
      text.setUtf8(quoted, 0, quoted.length, true);
      expect(text.toString()).toBe(Buffer.from(sentence).toString());
    }
  });

  it.each([
    ["a cut character", [0xc3], false],
    ["a character in too many bytes", [0xc0, 0x80], false],
    ["half a surrogate pair", [0xed, 0xa0, 0x80], false],
    ["the last character", [0xf4, 0x8f, 0xbf, 0xbf], true],
  ])("takes UTF-8 only: %s", (_, bytes, expected) => {
    expect(new Text().setUtf8(Uint8Array.from(bytes), 0, bytes.length)).toBe(expected);
  });

  it("is normalised as strings are", () => {
    for (const sentence of sentences(2)) {
      const text = Text.of(`x: ${sentence}`);
      text.dropPrefix("x: ");
      text.normalise();
      expect(text.toString()).toBe(sentence.normalize("NFC").trim());
      expect(text.classes & COMPOSES).toBe(Text.of(text.toString()).classes & COMPOSES);
    }
  });

  it("takes a prefix off that is there, and no other", () => {
    const text = Text.of("fix: a");
    text.dropPrefix("fix: a b");
    text.dropPrefix("fix; ");
    expect(text.toString()).toBe("fix: a");
    text.dropPrefix("fix: ");
    expect([text.toString(), text.length]).toEqual(["a", 1]);
  });
});

describe("writeRow", () => {
  it("writes what JSON.stringify does", () => {
    const random = new Random(4);
    const all = sentences(3);
    const out = new Uint8Array(1000);
    for (const source of all) {
      const target = random.pick(all);
      const row: [Text, Text] = [Text.of(source), Text.of(target)];
      const end = writeRow(out, 5, ...row);
      expect(Buffer.from(out.subarray(5, end)).toString()).toBe(
        `${JSON.stringify({ source, target })}\n`,
      );
      expect(end - 5).toBeLessThanOrEqual(maxRowBytes(...row));
    }
  });
});

describe("isEnglish", () => {
  it.each([
    ["counts pairs as letters", `${"\ud840\udc00".repeat(9)} and`, false],
    [
      "takes letters of mathematics for part of a word",
      "\ud835\udc00the \ud835\udc00and a b c der die",
      false,
    ],
    ["lowers capital sigma", "\u03a3 the AND of", true],
  ])("%s", (_, sentence, expected) => {
    const text = Text.of(sentence);
    expect(isEnglish(text, printSentence(text))).toBe(expected);
  });
});
