import { describe, expect, it } from "vitest";
import { accept, rebase, type Suggestion, toSegments } from "./highlight.js";

const suggestion = (start: number, original: string, replacement: string): Suggestion => ({
  start,
  end: start + original.length,
  original,
  replacement,
  type: "R:OTHER",
  confidence: 1,
  message: "",
  alternatives: [],
});

const text = "He have a car and she like it";
const have = suggestion(3, "have", "has");
const like = suggestion(22, "like", "likes");
const both = [have, like];

describe("toSegments", () => {
  it("cuts the text at its suggestions", () => {
    expect(toSegments(text, both)).toEqual([
      { text: "He " },
      { text: "have", suggestion: have },
      { text: " a car and she " },
      { text: "like", suggestion: like },
      { text: " it" },
    ]);
  });

  it("has an empty piece where words are missing", () => {
    const insertion = suggestion(2, "", " had");
    expect(toSegments("He", [insertion])).toEqual([
      { text: "He" },
      { text: "", suggestion: insertion },
    ]);
  });
});

describe("rebase", () => {
  const rows: readonly { name: string; after: string; kept: readonly Suggestion[] }[] = [
    { name: "nothing typed", after: text, kept: both },
    { name: "typed at the end", after: `${text}!`, kept: both },
    {
      name: "typed before both",
      after: `Oh. ${text}`,
      kept: [suggestion(7, "have", "has"), suggestion(26, "like", "likes")],
    },
    {
      name: "typed between them",
      after: "He have a red car and she like it",
      kept: [have, suggestion(26, "like", "likes")],
    },
    {
      name: "typed inside one",
      after: "He haXve a car and she like it",
      kept: [suggestion(23, "like", "likes")],
    },
    {
      name: "typed right after one",
      after: "He haved a car and she like it",
      kept: [suggestion(23, "like", "likes")],
    },
    { name: "all replaced", after: "Something else", kept: [] },
    { name: "all removed", after: "", kept: [] },
  ];
  it.each(rows)("$name", ({ after, kept }) => {
    const moved = rebase(text, after, both);
    expect(moved).toEqual(kept);
    for (const each of moved) expect(after.slice(each.start, each.end)).toBe(each.original);
  });
});

describe("accept", () => {
  it("carries out one and moves those after it", () => {
    expect(accept(text, both, have)).toEqual({
      text: "He has a car and she like it",
      suggestions: [suggestion(21, "like", "likes")],
    });
  });
});
