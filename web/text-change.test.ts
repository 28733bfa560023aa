import { describe, expect, it } from "vitest";
import { applyChange, changeBetween, invert } from "./text-change.js";

describe("changeBetween", () => {
  const rows = [
    { name: "typed at the end", before: "He", after: "He has", start: 2, removed: "" },
    { name: "typed before all", before: "has", after: "He has", start: 0, removed: "" },
    { name: "a letter doubled", before: "aab", after: "aaab", start: 2, removed: "" },
    { name: "a letter rubbed out", before: "aaab", after: "aab", start: 2, removed: "a" },
    { name: "a word replaced", before: "he have it", after: "he has it", start: 5, removed: "ve" },
    { name: "everything removed", before: "abc", after: "", start: 0, removed: "abc" },
  ];
  it.each(rows)("$name", ({ before, after, start, removed }) => {
    const change = changeBetween(before, after);
    if (!change) throw new Error("Expected a change");
    expect([change.start, change.removed]).toEqual([start, removed]);
    expect(applyChange(before, change)).toBe(after);
    expect(applyChange(after, invert(change))).toBe(before);
  });

  it("is nothing for the same text", () => {
    expect(changeBetween("same", "same")).toBeUndefined();
  });
});
