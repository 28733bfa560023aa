import { describe, expect, it } from "vitest";
import { applyEdits } from "../core/edits.js";
import { compareLines } from "./compare.js";
import type { Suggestion } from "./suggestions.js";
import { suggest } from "./tests/suggest.js";

describe("compareLines", () => {
  const rows: readonly { name: string; text: string; suggestions: readonly Suggestion[] }[] = [
    { name: "nothing to change", text: "One.\n\nTwo.", suggestions: [] },
    { name: "a word", text: "He have it.", suggestions: [suggest(3, "have", "has")] },
    {
      name: "both lines",
      text: "He have it.\nI recieve it",
      suggestions: [
        suggest(3, "have", "has"),
        suggest(14, "recieve", "receive"),
        suggest(24, "", "."),
      ],
    },
    { name: "a word too much", text: "the the end", suggestions: [suggest(3, " the", "")] },
    { name: "an end put in before a line break", text: "a\nb", suggestions: [suggest(1, "", ".")] },
  ];
  it.each(rows)("$name", ({ text, suggestions }) => {
    const lines = compareLines(text, suggestions);
    const join = (side: "before" | "after") =>
      lines.map((line) => line[side].map((piece) => piece.text).join("")).join("\n");
    expect(join("before")).toBe(text);
    expect(join("after")).toBe(applyEdits(text, suggestions));
    const changed = lines.flatMap(({ after }) => after).filter((piece) => piece.changed);
    const replacements = suggestions.map(({ replacement }) => replacement);
    expect(changed.map((piece) => piece.text)).toEqual(replacements.filter((each) => each !== ""));
  });
});
