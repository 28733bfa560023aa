import { describe, expect, it } from "vitest";
import { embeddedLexicon, embeddedWords, lexiconOf } from "../test-support/lexicon.js";
import { misspell } from "../test-support/misspell.js";
import { Random } from "../test-support/random.js";
import { CandidateSearch } from "./candidates.js";
import type { Lexicon } from "./lexicon.js";

const lexicon = embeddedLexicon();
const words = embeddedWords().map(({ word }) => word);

/** All words within the bound, with their costs. */
function find(list: Lexicon, typed: string, bound: number): { word: string; cost: number }[] {
  const found: { word: string; cost: number }[] = [];
  new CandidateSearch(list, typed).run(bound, {
    has: () => true,
    take: (_node, cost, word) => found.push({ word: word(), cost }),
  });
  return found;
}

const cost = (right: string, typed: string): number | undefined => {
  const [candidate] = find(lexiconOf([right]), typed, 9);
  return candidate && Math.round(candidate.cost * 100) / 100;
};

describe("CandidateSearch", () => {
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
    for (let round = 0; round < 20; round++) {
      const typed = misspell(random, random.pick(words));
      const near = find(lexicon, typed, 2.2).map(({ word }) => word);
      const others = Array.from({ length: 50 }, () => random.pick(words));
      const alone = [...new Set([...near, ...others])].filter(
        (word) => (cost(word, typed) ?? 9) <= 2.2,
      );
      expect(near).toEqual(alone.toSorted());
    }
  });

  it("always finds the word itself", () => {
    const random = new Random(4);
    for (let round = 0; round < 50; round++) {
      const word = random.pick(words);
      expect(find(lexicon, word, 0)).toEqual([{ word, cost: 0 }]);
    }
  });

  it("looks for nothing where no word is near as long", () => {
    expect(find(lexicon, "antidisestablishment".repeat(500), 2.8)).toEqual([]);
  });
});
