import { describe, expect, it } from "vitest";
import { ModelError } from "../errors.js";
import { embeddedLexicon } from "../test-support/lexicon.js";
import { Lexicon } from "./lexicon.js";

const SMALL = "gramai-lexicon 1\n0caféa\n2n5\n3't8\n0Parisc\n3k7\n";

describe("Lexicon", () => {
  it("reads front-coded words with their case and frequency", () => {
    const lexicon = new Lexicon(SMALL);
    const rows = Array.from({ length: lexicon.size }, (_, i) => [
      lexicon.word(i),
      lexicon.spelling(i),
      Math.round(Math.exp(lexicon.logCount(i))),
    ]);
    expect(rows).toEqual([
      ["café", "café", 53],
      ["can", "can", 7],
      ["can't", "can't", 24],
      ["paris", "Paris", 116],
      ["park", "Park", 16],
    ]);
  });

  it("finds every word of the embedded list, and no other", () => {
    const lexicon = embeddedLexicon();
    for (let i = 0; i < lexicon.size; i++) {
      const word = lexicon.word(i);
      if (lexicon.indexOf(word) !== i) expect.fail(`${word} is not found at ${i}`);
      if (lexicon.indexOf(`${word}~`) !== -1) expect.fail(`${word}~ is found`);
    }
    expect(lexicon.indexOf("")).toBe(-1);
  });

  it("passes over all words with the same beginning", () => {
    const lexicon = embeddedLexicon();
    for (const word of ["to", "unhappy", "interest"]) {
      const index = lexicon.indexOf(word);
      for (let length = 1; length <= word.length; length++) {
        const next = lexicon.next(index, length);
        const start = word.slice(0, length);
        expect(lexicon.word(next - 1).startsWith(start)).toBe(true);
        expect(lexicon.word(next).startsWith(start)).toBe(false);
      }
    }
  });

  it.each([
    { name: "another header", text: "words 1\n0can5\n", message: /expected it to start with/ },
    { name: "words out of order", text: "gramai-lexicon 1\n0car5\n0can5\n", message: /line 3/ },
    { name: "a line cut short", text: "gramai-lexicon 1\n0can5\n3\n", message: /line 3/ },
    { name: "a frequency that is none", text: "gramai-lexicon 1\n0can~\n", message: /line 2/ },
  ])("refuses $name", ({ text, message }) => {
    expect(() => new Lexicon(text)).toThrow(ModelError);
    expect(() => new Lexicon(text)).toThrow(message);
  });
});
