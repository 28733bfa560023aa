import { describe, expect, it } from "vitest";
import { embeddedLexicon, lexiconOf } from "../test-support/lexicon.js";
import { Random } from "../test-support/random.js";
import { findCandidates } from "./candidates.js";

const lexicon = embeddedLexicon();

const cost = (right: string, typed: string): number | undefined => {
  const [candidate] = findCandidates(lexiconOf([right]), typed, 9);
  return candidate && Math.round(candidate.cost * 100) / 100;
};

describe("findCandidates", () => {
  it.each([
    { right: "word", typed: "word", wanted: 0, name: "nothing" },
    { right: "until", typed: "untill", wanted: 0.5, name: "a letter doubled" },
    { right: "success", typed: "sucess", wanted: 0.5, name: "a double letter written once" },
    { right: "their", typed: "thier", wanted: 0.75, name: "letters swapped" },
    { right: "phone", typed: "fone", wanted: 0.6, name: "a sound at the start" },
    { right: "enough", typed: "enuff", wanted: 0.6, name: "a sound of several letters" },
    { right: "don't", typed: "dont", wanted: 0.25, name: "an apostrophe left out" },
    { right: "café", typed: "cafe", wanted: 0.25, name: "an accent left out" },
    { right: "separate", typed: "seperate", wanted: 0.7, name: "a vowel for a vowel" },
    { right: "house", typed: "xouse", wanted: 2.05, name: "a first letter without a reason" },
    { right: "because", typed: "becuz", wanted: 2.35, name: "several slips" },
  ])("$typed for $right costs $wanted: $name", ({ right, typed, wanted }) => {
    expect(cost(right, typed)).toBe(wanted);
  });

  it("finds in a walk over the list what it finds word by word", () => {
    const random = new Random(3);
    const pick = (): string => lexicon.word(random.int(0, lexicon.size));
    for (let round = 0; round < 20; round++) {
      const typed = misspell(random, pick());
      const near = findCandidates(lexicon, typed, 2.2).map(({ index }) => lexicon.word(index));
      const words = new Set([...near, ...Array.from({ length: 50 }, pick)]);
      const alone = [...words].filter((word) => (cost(word, typed) ?? 9) <= 2.2);
      expect(near).toEqual(alone.toSorted());
    }
  });

  it("always finds the word itself", () => {
    const random = new Random(4);
    for (let round = 0; round < 50; round++) {
      const index = random.int(0, lexicon.size);
      expect(findCandidates(lexicon, lexicon.word(index), 0)).toEqual([{ index, cost: 0 }]);
    }
  });
});

function misspell(random: Random, word: string): string {
  const at = random.int(0, word.length);
  const letter = random.pick([..."etaoinshr"]);
  const rest = word.slice(at + 1);
  return word.slice(0, at) + random.pick([letter + rest, rest, letter + (word[at] ?? "") + rest]);
}
