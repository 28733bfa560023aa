import { describe, expect, it } from "vitest";
import { applyEdits } from "../edits.js";
import { widening } from "./widen.js";

describe("widening", () => {
  const rows: readonly {
    name: string;
    /** "|" is where the insertion goes. */
    text: string;
    replacement: string;
    shown: string;
    free?: { start: number; end: number };
    forbidden?: number;
  }[] = [
    { name: "a comma: the word before", text: "However| he", replacement: ",", shown: "However" },
    { name: "a word: the word before", text: "sat in| car", replacement: " the", shown: "in" },
    { name: "a first word", text: "|car is red", replacement: "The ", shown: "car" },
    { name: "letters of all kinds", text: "cafe\u0301| x", replacement: ",", shown: "cafe\u0301" },
    { name: "no word: one mark", text: "(so)| x", replacement: ",", shown: ")" },
    { name: "an emoji: the space before", text: "So |\u{1f642}", replacement: ".", shown: " " },
    { name: "nothing but emoji: nothing", text: "\u{1f642}|", replacement: ".", shown: "" },
    { name: "a line's start: nothing", text: "a\n|", replacement: "b", shown: "" },
    {
      name: "a word of another edit: the other side",
      text: "one|two",
      replacement: " ",
      shown: "two",
      free: { start: 3, end: 6 },
    },
    {
      name: "a word that is not allowed: the other side",
      text: "one|two",
      replacement: ", ",
      shown: "one",
      forbidden: 4,
    },
    {
      name: "a deletion: nothing",
      text: "one two",
      replacement: "",
      shown: "",
    },
  ];
  it.each(rows)("$name", ({ text: marked, replacement, shown, free, forbidden }) => {
    const at = marked.indexOf("|");
    const text = marked.replace("|", "");
    const edit = { start: Math.max(0, at), end: at < 0 ? 3 : at, replacement };
    const whole = free ?? { start: 0, end: text.length };
    const kept = widening(
      text,
      edit,
      whole,
      ({ end }) => forbidden === undefined || end < forbidden,
    );
    expect(kept.before + kept.after).toBe(shown);
    const wide = {
      start: edit.start - kept.before.length,
      end: edit.end + kept.after.length,
      replacement: kept.before + replacement + kept.after,
    };
    expect(applyEdits(text, [wide])).toBe(applyEdits(text, [edit]));
  });
});
