import { describe, expect, it } from "vitest";
import { splitSentences } from "./sentences.js";
import { Random } from "./test-support/random.js";
import { randomText } from "./test-support/texts.js";

const CASES: { name: string; text: string; sentences?: string[] }[] = [
  { name: "two sentences", text: "He left. She stayed.", sentences: ["He left.", "She stayed."] },
  { name: "titles", text: "Mr. Smith met Dr. Jones.", sentences: ["Mr. Smith met Dr. Jones."] },
  {
    name: "e.g. and i.e.",
    text: "Pets, e.g. the cat, i.e. it.",
    sentences: ["Pets, e.g. the cat, i.e. it."],
  },
  {
    name: "initials",
    text: "J. R. R. Tolkien wrote it. So do I. He left.",
    sentences: ["J. R. R. Tolkien wrote it.", "So do I.", "He left."],
  },
  {
    name: "letters with stops",
    text: "The U.S. Army is in the U.S. It is big.",
    sentences: ["The U.S. Army is in the U.S.", "It is big."],
  },
  {
    name: "a.m. and p.m.",
    text: "At 5 p.m. They left at 6 a.m. sharp.",
    sentences: ["At 5 p.m.", "They left at 6 a.m. sharp."],
  },
  {
    name: "etc.",
    text: "Cats, dogs, etc. They bark.",
    sentences: ["Cats, dogs, etc.", "They bark."],
  },
  {
    name: "no. before a number",
    text: "See No. 5. He said no. Then he left.",
    sentences: ["See No. 5.", "He said no.", "Then he left."],
  },
  {
    name: "decimals and versions",
    text: "It costs 3.50. Node 20.1.2 works.",
    sentences: ["It costs 3.50.", "Node 20.1.2 works."],
  },
  {
    name: "an address",
    text: "Visit example.com. Then go.",
    sentences: ["Visit example.com.", "Then go."],
  },
  {
    name: "a quotation within",
    text: '"Stop!" he said. "Why?" she asked.',
    sentences: ['"Stop!" he said.', '"Why?" she asked.'],
  },
  {
    name: "curly quotations",
    text: "\u201cYes.\u201d \u201cNo.\u201d",
    sentences: ["\u201cYes.\u201d", "\u201cNo.\u201d"],
  },
  {
    name: "a bracket with sentences",
    text: "It rained (as usual. It is wet.) and we left. Bye.",
    sentences: ["It rained (as usual. It is wet.) and we left.", "Bye."],
  },
  {
    name: "a bracket never closed",
    text: "It rained (as usual. We left.",
    sentences: ["It rained (as usual.", "We left."],
  },
  {
    name: "ellipses",
    text: "Well... maybe. So\u2026 what? Hm... Yes.",
    sentences: ["Well... maybe.", "So\u2026 what?", "Hm...", "Yes."],
  },
  {
    name: "lower case after a stop",
    text: "i like it. he likes her. we ate.",
    sentences: ["i like it.", "he likes her.", "we ate."],
  },
  {
    name: "lower case after an abbreviation",
    text: "It was approx. the same size.",
    sentences: ["It was approx. the same size."],
  },
  {
    name: "lower case after a question",
    text: "How are you? i am fine.",
    sentences: ["How are you?", "i am fine."],
  },
  {
    name: "bullets and numbers",
    text: "- one item\n* two items\n1. Buy milk\n2) Buy bread\n\u2022 \tthree",
    sentences: ["one item", "two items", "Buy milk", "Buy bread", "three"],
  },
  {
    name: "headings, quotes, check boxes",
    text: "# A title\n> He say so\n- [ ] do it",
    sentences: ["A title", "He say so", "do it"],
  },
  {
    name: "short lines",
    text: "A title\nText follows\r\nMore",
    sentences: ["A title", "Text follows", "More"],
  },
  {
    name: "a paragraph break",
    text: "The first paragraph has no stop at its end and is quite long\n\nand the next",
    sentences: ["The first paragraph has no stop at its end and is quite long", "and the next"],
  },
  {
    name: "a wrapped line",
    text: "This long line of a letter was wrapped by a mail program at\r\nseventy characters. The next.",
    sentences: [
      "This long line of a letter was wrapped by a mail program at\r\nseventy characters.",
      "The next.",
    ],
  },
  {
    name: "white space around",
    text: "  He left.  \t She stayed. \n",
    sentences: ["He left.", "She stayed."],
  },
  { name: "nothing", text: "", sentences: [] },
  { name: "only white space", text: " \r\n\t\u00a0 ", sentences: [] },
  {
    name: "other scripts",
    text: "\u4f60\u597d\u3002\u518d\u89c1\u3002",
    sentences: ["\u4f60\u597d\u3002", "\u518d\u89c1\u3002"],
  },
];

describe("splitSentences", () => {
  it.each(CASES)("$name", ({ text, sentences }) => {
    expect(splitSentences(text).map(({ start, end }) => text.slice(start, end))).toEqual(sentences);
  });

  it("leaves only white space and list markers between sentences of any text", () => {
    const random = new Random(2);
    for (let n = 0; n < 2000; n++) {
      const text = randomText(random, 40);
      let at = 0;
      for (const { start, end } of splitSentences(text)) {
        expect(text.slice(at, start)).toMatch(/^(?:\s|[-*+\u2022\u2013\u2014>#]|\(?\w{1,3}[.)])*$/);
        expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
        expect(end).toBeGreaterThan(start);
        at = end;
      }
      expect(text.slice(at).trim()).toMatch(/^[-*+\u2022\u2013\u2014>#]*$/);
    }
  });

  it("splits a long text in time that grows with its length alone", () => {
    const sentence = "He have (a car, e.g. the red one. ";
    expect(splitSentences(sentence.repeat(20_000)).length).toBeGreaterThan(10_000);
    expect(splitSentences("a".repeat(500_000))).toHaveLength(1);
    expect(splitSentences("a. ".repeat(100_000)).length).toBeGreaterThan(0);
    expect(splitSentences("(a. ".repeat(100_000)).length).toBeGreaterThan(0);
    expect(splitSentences("- ".repeat(200_000))).toHaveLength(1);
  });
});
