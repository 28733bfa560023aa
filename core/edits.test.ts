import { describe, expect, it } from "vitest";
import { applyEdits, diffEdits } from "./edits.js";
import { Random } from "./test-support/random.js";
import { corrupt, randomText } from "./test-support/texts.js";
import { splitWords } from "./words.js";

const CASES = [
  { name: "one word", source: "He have a car", target: "He has a car.", edits: ["have>has", ">."] },
  {
    name: "an article before a word",
    source: "I like apple",
    target: "I like an apple",
    edits: [">an "],
  },
  { name: "a word at the end", source: "I like", target: "I like it", edits: ["> it"] },
  { name: "split words", source: "alot of", target: "a lot of", edits: ["alot>a lot"] },
  {
    name: "merged words",
    source: "he is in side",
    target: "he is inside",
    edits: ["in side>inside"],
  },
  {
    name: "hyphen",
    source: "a well known man",
    target: "a well-known man",
    edits: ["well known>well-known"],
  },
  { name: "repeated word", source: "the the cat", target: "the cat", edits: ["the >"] },
  {
    name: "swapped words",
    source: "I have a car red.",
    target: "I have a red car.",
    edits: ["car red>red car"],
  },
  {
    name: "auxiliary folded into the verb",
    source: "She is go home",
    target: "She goes home",
    edits: ["is go>goes"],
  },
  {
    name: "two neighbours stay apart",
    source: "he have an car",
    target: "he has a car",
    edits: ["have>has", "an>a"],
  },
  {
    name: "comma splice is one edit",
    source: "It is good, and he left",
    target: "It is good. And he left",
    edits: [", and>. And"],
  },
  {
    name: "stop after a changed word is another",
    source: "go quick",
    target: "go quickly.",
    edits: ["quick>quickly", ">."],
  },
  {
    name: "two words put in at one place are one",
    source: "I like",
    target: "I like it.",
    edits: ["> it."],
  },
  { name: "space between words", source: "I  like it", target: "I like it", edits: ["  > "] },
  { name: "no change", source: "All is well.", target: "All is well.", edits: [] },
  { name: "from nothing", source: "", target: "x", edits: [">x"] },
  { name: "to nothing", source: "x y", target: "", edits: ["x y>"] },
  {
    name: "surrogate pairs stay whole",
    source: "a \u{1f600} b",
    target: "a \u{1f601} b",
    edits: ["\u{1f600}>\u{1f601}"],
  },
];

describe("diffEdits", () => {
  it.each(CASES)("$name", ({ source, target, edits }) => {
    const found = diffEdits(source, target);
    expect(found.map((e) => `${source.slice(e.start, e.end)}>${e.replacement}`)).toEqual(edits);
  });

  it("keeps the laws of edits on 6,000 generated pairs", () => {
    const random = new Random(1);
    for (let n = 0; n < 6000; n++) {
      const source = randomText(random, 14);
      const target = random.chance(0.8) ? corrupt(random, source) : randomText(random, 10);
      const edits = diffEdits(source, target);
      expect(applyEdits(source, edits)).toBe(target);
      const words = splitWords(source);
      const borders = new Set([0, source.length, ...words.map(({ end }) => end)]);
      let last = { start: -1, end: -1 };
      for (const edit of edits) {
        expect(edit.start).toBeGreaterThanOrEqual(last.end);
        expect(edit.start === last.start && edit.end === last.end).toBe(false);
        expect(borders.has(edit.start) && borders.has(edit.end)).toBe(true);
        expect(target.slice(edit.target.start, edit.target.end)).toBe(edit.replacement);
        expectTrimmed(source.slice(edit.start, edit.end), edit.replacement);
        last = edit;
      }
    }
  });
});

/** Neither the first nor the last word of an edit may be the same on both sides. */
function expectTrimmed(original: string, replacement: string): void {
  expect(original).not.toBe(replacement);
  const [a, b] = [splitWords(original), splitWords(replacement)];
  if (a.length === 0 || b.length === 0) return;
  expect(a[0]?.text).not.toBe(b[0]?.text);
  expect(a.at(-1)?.text).not.toBe(b.at(-1)?.text);
}

describe("applyEdits", () => {
  it.each([
    {
      name: "overlap",
      edits: [
        { start: 0, end: 2, replacement: "" },
        { start: 1, end: 3, replacement: "" },
      ],
    },
    {
      name: "wrong order",
      edits: [
        { start: 2, end: 3, replacement: "" },
        { start: 0, end: 1, replacement: "" },
      ],
    },
    { name: "outside the text", edits: [{ start: 2, end: 9, replacement: "" }] },
    { name: "end before start", edits: [{ start: 2, end: 1, replacement: "" }] },
  ])("refuses $name", ({ edits }) => {
    expect(() => applyEdits("abcd", edits)).toThrow(RangeError);
  });
});
