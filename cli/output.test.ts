import { describe, expect, it } from "vitest";
import type { Edit } from "../core/correct.js";
import { COLOUR_MARKS, formatDiff, PLAIN_MARKS, wantsColour } from "./output.js";

const edit = (text: string, original: string, replacement: string): Edit => {
  const start = text.indexOf(original);
  return {
    start,
    end: start + original.length,
    original,
    replacement,
    type: "R:OTHER",
    confidence: 1,
    message: "",
    alternatives: [],
  };
};

describe("formatDiff", () => {
  const text = "All is well.\r\nHe have a car an a bike.\r\n\r\nI recieve mail.\n";
  const edits = [
    edit(text, "have", "has"),
    edit(text, "an a", "and a"),
    edit(text, "recieve", "receive"),
  ];

  it("shows the lines that change, with their numbers", () => {
    expect(formatDiff(text, edits, PLAIN_MARKS, "a.txt")).toBe(
      "a.txt:2: He [-have-]{+has+} a car [-an a-]{+and a+} bike.\n" +
        "a.txt:4: I [-recieve-]{+receive+} mail.\n",
    );
  });

  it("shows an insertion and a deletion as one mark each", () => {
    const line = "I saw saw dog.";
    const changes = [
      { ...edit(line, "saw ", ""), start: 6, end: 10 },
      { ...edit(line, "", "a "), start: 10, end: 10 },
    ];
    expect(formatDiff(line, changes, PLAIN_MARKS)).toBe("1: I saw [-saw -]{+a +}dog.\n");
  });

  it("shows an edit over a line end with both lines, then goes on counting", () => {
    const lines = "one\ntwo\nthree\nfour";
    const changes = [edit(lines, "one\ntwo", "one two"), edit(lines, "four", "4")];
    expect(formatDiff(lines, changes, PLAIN_MARKS)).toBe(
      "1: [-one\ntwo-]{+one two+}\n4: [-four-]{+4+}\n",
    );
  });

  it("is empty when nothing changes, and can be in colour", () => {
    expect(formatDiff(text, [], PLAIN_MARKS)).toBe("");
    expect(formatDiff("a", [edit("a", "a", "b")], COLOUR_MARKS)).toContain(
      "\u001b[1;32mb\u001b[0m",
    );
  });
});

describe("wantsColour", () => {
  it.each([
    { env: {}, isTerminal: true, colour: true },
    { env: { NO_COLOR: "" }, isTerminal: true, colour: true },
    { env: { NO_COLOR: "1" }, isTerminal: true, colour: false },
    { env: { TERM: "dumb" }, isTerminal: true, colour: false },
    { env: {}, isTerminal: false, colour: false },
  ])("$env on a terminal ($isTerminal): $colour", ({ env, isTerminal, colour }) => {
    expect(wantsColour(env, isTerminal)).toBe(colour);
  });
});
