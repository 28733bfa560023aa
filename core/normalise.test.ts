import { describe, expect, it } from "vitest";
import { normalise, restoreQuotes } from "./normalise.js";
import { Random } from "./test-support/random.js";
import { randomText } from "./test-support/texts.js";

describe("normalise", () => {
  it.each([
    {
      name: "typographic quotes",
      original: "\u201cIt\u2019s\u201d \u2018so\u2019",
      text: "\"It's\" 'so'",
    },
    { name: "a line break with space around", original: "one \r\n  two", text: "one two" },
    { name: "tabs and fixed spaces", original: "a\tb\u00a0c\u2009d", text: "a b c d" },
    { name: "doubled spaces stay: they are errors", original: "a  b", text: "a  b" },
    {
      name: "all else stays",
      original: "caf\u00e9 \u{1f600} \u2014 \u2026",
      text: "caf\u00e9 \u{1f600} \u2014 \u2026",
    },
  ])("$name", ({ original, text }) => {
    expect(normalise(original).text).toBe(text);
  });

  it("finds the original of every span", () => {
    const original = "one \r\n  two\u2019s";
    const { text, toOriginal } = normalise(original);
    const span = { start: text.indexOf("two"), end: text.length };
    expect(toOriginal(span)).toEqual({ start: 8, end: original.length });
    expect(toOriginal({ start: 3, end: 4 })).toEqual({ start: 3, end: 8 });
    expect(toOriginal({ start: 4, end: 4 })).toEqual({ start: 8, end: 8 });
  });

  it("maps the ends of any text to its ends, in order", () => {
    const random = new Random(3);
    for (let n = 0; n < 300; n++) {
      const original = randomText(random, 15).trim();
      const { text, toOriginal } = normalise(original);
      expect(toOriginal({ start: 0, end: text.length })).toEqual({
        start: 0,
        end: original.length,
      });
      const places = Array.from(
        { length: text.length + 1 },
        (_, at) => toOriginal({ start: at, end: at }).start,
      );
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });
});

describe("restoreQuotes", () => {
  it.each([
    {
      name: "the quotes of the text replaced",
      replacement: '"a"',
      original: "\u201cA\u201d",
      sentence: "\u201cA\u201d",
      result: "\u201ca\u201d",
    },
    {
      name: "an apostrophe as elsewhere in the sentence",
      replacement: "don't",
      original: "dont",
      sentence: "It\u2019s so, dont go",
      result: "don\u2019t",
    },
    {
      name: "plain where the sentence has plain ones",
      replacement: "don't",
      original: "dont",
      sentence: "It's so, dont go",
      result: "don't",
    },
    {
      name: "an apostrophe that goes with the quotation marks",
      replacement: "don't",
      original: "dont",
      sentence: "\u201cI dont\u201d",
      result: "don\u2019t",
    },
    {
      name: "plain where the sentence has none",
      replacement: "don't",
      original: "dont",
      sentence: "dont go",
      result: "don't",
    },
    {
      name: "a quotation mark is no apostrophe",
      replacement: "'so",
      original: "so",
      sentence: "It\u2019s so",
      result: "'so",
    },
  ])("$name", ({ replacement, original, sentence, result }) => {
    expect(restoreQuotes(replacement, original, sentence)).toBe(result);
  });
});
