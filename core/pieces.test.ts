import { describe, expect, it } from "vitest";
import { splitToFit } from "./pieces.js";
import { Random } from "./test-support/random.js";
import { randomText } from "./test-support/texts.js";

/** One token per character: makes lengths easy to read. */
const countTokens = (word: string) => word.length;
const pieces = (text: string, maxTokens: number) =>
  splitToFit(text, maxTokens, countTokens).map(({ start, end }) => text.slice(start, end));

describe("splitToFit", () => {
  it.each([
    { name: "a text that fits", text: "one two", max: 20, found: ["one two"] },
    {
      name: "between words",
      text: "one two three four",
      max: 9,
      found: ["one two", "three", "four"],
    },
    {
      name: "after a clause in the second half of the room",
      text: "one two, six ten",
      max: 14,
      found: ["one two,", "six ten"],
    },
    {
      name: "not after a clause in the first half",
      text: "a, two three four",
      max: 12,
      found: ["a, two", "three four"],
    },
    {
      name: "a word too long alone",
      text: "one abcdefghijkl two",
      max: 8,
      found: ["one", "abcdefghijkl", "two"],
    },
    { name: "white space counts", text: "one      two", max: 10, found: ["one", "two"] },
    { name: "nothing", text: "  ", max: 5, found: [] },
  ])("cuts $name", ({ text, max, found }) => {
    expect(pieces(text, max)).toEqual(found);
  });

  it("loses no word of any text and makes no piece too long that could be cut", () => {
    const random = new Random(6);
    for (let n = 0; n < 500; n++) {
      const text = randomText(random, 40);
      const found = pieces(text, 30);
      expect(found.join(" ").split(/\s+/).join(" ").trim()).toBe(
        text.split(/\s+/).join(" ").trim(),
      );
      for (const piece of found) expect(piece.length < 30 || !/\s/.test(piece)).toBe(true);
    }
  });
});
