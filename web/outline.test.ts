import { describe, expect, it } from "vitest";
import { OwnWords } from "../core/own-words.js";
import { splitSentences } from "../core/sentences.js";
import { Random } from "../core/test-support/random.js";
import { corrupt, randomText } from "../core/test-support/texts.js";
import { createOutliner } from "./outline.js";

const NO_WORDS = new OwnWords([]);

function sentencesOf(text: string, words: readonly string[] = []): readonly string[] {
  return createOutliner()(text, new OwnWords(words)).sentences.map((sentence) => sentence.text);
}

describe("createOutliner", () => {
  const rows = [
    { name: "sentences", text: "I go. You go.\n\n- We go.", found: ["I go.", "You go.", "We go."] },
    {
      name: "code over lines is none",
      text: "See:\n```\nit have it\n```\nEnd.",
      found: ["See:", "End."],
    },
    { name: "nothing", text: " \n ", found: [] },
  ];
  it.each(rows)("$name", ({ text, found }) => {
    expect(sentencesOf(text)).toEqual(found);
  });

  it("covers the writer's own words in every form", () => {
    const outline = createOutliner();
    const text = "Two kubelets run.";
    const { covered } = outline(text, new OwnWords(["kubelet"]));
    expect(covered.map(({ start, end }) => text.slice(start, end))).toEqual(["kubelets"]);
    expect(outline(text, NO_WORDS).covered).toEqual([]);
  });

  it("finds what the service finds, however the text came about", () => {
    const random = new Random(7);
    const outline = createOutliner();
    let text = randomText(random, 80);
    for (let n = 0; n < 200; n++) {
      text = n % 20 === 0 ? randomText(random, 80) : corrupt(random, text);
      const { sentences } = outline(text, NO_WORDS);
      const all = new Set(splitSentences(text).map(({ start, end }) => `${start}-${end}`));
      const strange = sentences.filter(
        ({ start, end, text: words }) =>
          !all.has(`${start}-${end}`) || text.slice(start, end) !== words,
      );
      expect(strange).toEqual([]);
    }
  });
});
