import { describe, expect, it } from "vitest";
import { markSpans, moveSuggestions, type Suggestion, suggestionAt } from "./suggestions.js";
import { suggest } from "./tests/suggest.js";
import { changeBetween } from "./text-change.js";

const text = "He have a car and she like it";
const have = suggest(3, "have", "has");
const like = suggest(22, "like", "likes");

describe("moveSuggestions", () => {
  const rows: readonly { name: string; after: string; kept: readonly Suggestion[] }[] = [
    { name: "typed at the end", after: `${text}!`, kept: [have, like] },
    {
      name: "typed before both",
      after: `Oh. ${text}`,
      kept: [suggest(7, "have", "has"), suggest(26, "like", "likes")],
    },
    {
      name: "typed between them",
      after: "He have a red car and she like it",
      kept: [have, suggest(26, "like", "likes")],
    },
    {
      name: "typed inside one",
      after: "He haXve a car and she like it",
      kept: [suggest(23, "like", "likes")],
    },
    {
      name: "typed right after one",
      after: "He haved a car and she like it",
      kept: [suggest(23, "like", "likes")],
    },
    { name: "all replaced", after: "Something else", kept: [] },
    { name: "all removed", after: "", kept: [] },
  ];
  it.each(rows)("$name", ({ after, kept }) => {
    const change = changeBetween(text, after);
    if (!change) throw new Error("Expected a change");
    const moved = moveSuggestions([have, like], change);
    expect(moved).toEqual(kept);
    for (const each of moved) expect(after.slice(each.start, each.end)).toBe(each.original);
  });
});

describe("markSpans", () => {
  const rows = [
    { name: "words", text, suggestions: [have, like], marked: ["have", "like"] },
    {
      name: "a word put in before another",
      text: "I have car",
      suggestions: [suggest(7, "", "a ")],
      marked: ["car"],
    },
    {
      name: "a stop put in after a word",
      text: "I see",
      suggestions: [suggest(5, "", ".")],
      marked: ["see"],
    },
    {
      name: "two beside one word, each its own mark",
      text: "So car I",
      suggestions: [suggest(3, "", "a "), suggest(6, "", ",")],
      marked: ["car", " "],
    },
  ];
  it.each(rows)("$name", ({ text, suggestions, marked }) => {
    const marks = markSpans(text, suggestions);
    expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(marked);
  });
});

describe("suggestionAt", () => {
  const marks = markSpans(text, [have, like]);
  const rows = [
    { name: "at its first letter", at: 3, found: have },
    { name: "inside", at: 5, found: have },
    { name: "right after", at: 7, found: have },
    { name: "beside", at: 8, found: undefined },
    { name: "in the next", at: 23, found: like },
  ];
  it.each(rows)("$name", ({ at, found }) => {
    expect(suggestionAt(marks, [have, like], at)).toEqual(found);
  });
});
