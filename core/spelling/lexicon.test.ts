import { describe, expect, it } from "vitest";
import { ModelError } from "../errors.js";
import { embeddedLexicon, embeddedWords } from "../test-support/lexicon.js";
import { Lexicon } from "./lexicon.js";

const SMALL = "gramai-lexicon 1\n0caféa\n2n5\n3't8\n0McCoy3\n0Parisc\n3k7\n0USAd\n";

describe("Lexicon", () => {
  it("reads front-coded words with their case and frequency", () => {
    const lexicon = new Lexicon(SMALL);
    const rows = ["café", "can", "can't", "mccoy", "paris", "park", "usa"].map((word) => {
      const node = lexicon.indexOf(word);
      return [lexicon.spelling(node, word), Math.round(Math.exp(lexicon.logCount(node)))];
    });
    expect(rows).toEqual([
      ["café", 53],
      ["can", 7],
      ["can't", 24],
      ["McCoy", 3],
      ["Paris", 116],
      ["Park", 16],
      ["USA", 172],
    ]);
    for (const word of ["", "ca", "cant", "can'", "caf", "parks", "Paris"]) {
      expect(lexicon.indexOf(word)).toBe(-1);
    }
  });

  it("finds every word of the embedded list as it stands there, and no other", () => {
    const lexicon = embeddedLexicon();
    for (const { word, spelling } of embeddedWords()) {
      const node = lexicon.indexOf(word);
      if (node < 0 || lexicon.spelling(node, word) !== spelling) expect.fail(`lacks ${spelling}`);
      if (lexicon.isName(node) !== (word !== spelling)) expect.fail(`case of ${spelling}`);
      if (lexicon.indexOf(`${word}~`) !== -1) expect.fail(`${word}~ is found`);
    }
  });

  it("walks the words in order, and knows the likeliest below a node", () => {
    const lexicon = embeddedLexicon();
    const words: string[] = [];
    const best = new Float64Array(lexicon.size).fill(-1);
    const path: { letter: string; node: number }[] = [];
    for (let node = 0; node < lexicon.size; node++) {
      path.length = (lexicon.depths[node] as number) - 1;
      path.push({ letter: String.fromCharCode(lexicon.letters[node] as number), node });
      if (!lexicon.isWord(node)) continue;
      words.push(path.map(({ letter }) => letter).join(""));
      for (const above of path) {
        best[above.node] = Math.max(best[above.node] as number, lexicon.logCount(node));
      }
    }
    expect(words).toEqual(embeddedWords().map(({ word }) => word));
    expect(best.every((logCount, node) => logCount === lexicon.bestLogCount(node))).toBe(true);
  });

  it.each([
    { name: "another header", text: "words 1\n0can5\n", message: /expected it to start with/ },
    { name: "words out of order", text: "gramai-lexicon 1\n0car5\n0can5\n", message: /line 3/ },
    { name: "a word twice", text: "gramai-lexicon 1\n0can5\n0Can5\n", message: /line 3/ },
    {
      name: "a beginning after its word",
      text: "gramai-lexicon 1\n0cans5\n0can5\n",
      message: /3/,
    },
    { name: "a line cut short", text: "gramai-lexicon 1\n0can5\n3\n", message: /line 3/ },
    {
      name: "more shared than there is",
      text: "gramai-lexicon 1\n0can5\n4s5\n",
      message: /line 3/,
    },
    { name: "a frequency that is none", text: "gramai-lexicon 1\n0can~\n", message: /line 2/ },
  ])("refuses $name", ({ text, message }) => {
    expect(() => new Lexicon(text)).toThrow(ModelError);
    expect(() => new Lexicon(text)).toThrow(message);
  });
});
