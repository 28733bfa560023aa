import { describe, expect, it } from "vitest";
import { contextOf } from "./matches.js";

describe("contextOf", () => {
  const far = "a".repeat(60);
  const rows: readonly { name: string; text: string; word: string; shown: string }[] = [
    { name: "all of a short text", text: "One two three.", word: "two", shown: "One two three." },
    {
      name: "40 units on each side of a long one",
      text: `${far} x ${far}`,
      word: "x",
      shown: `...${"a".repeat(39)} x ${"a".repeat(39)}...`,
    },
    {
      name: "one line of several",
      text: "One\r\ntwo\nthree",
      word: "two",
      shown: "One  two three",
    },
    {
      name: "whole emoji at its ends",
      text: `${"\u{1f642}".repeat(30)}a x a${"\u{1f642}".repeat(30)}`,
      word: "x",
      shown: `...${"\u{1f642}".repeat(19)}a x a${"\u{1f642}".repeat(19)}...`,
    },
  ];
  it.each(rows)("shows $name", ({ text, word, shown }) => {
    const start = text.indexOf(word);
    const context = contextOf(text, { start, end: start + word.length });
    expect(context.text).toBe(shown);
    expect(context.text).not.toMatch(/\p{Surrogate}/u);
    expect(context.text.slice(context.offset, context.offset + context.length)).toBe(word);
  });
});
