import { describe, expect, it } from "vitest";
import { feedbackRequestSchema } from "../core/feedback.js";
import { type Decision, toFeedback } from "./feedback.js";
import { suggest } from "./tests/suggest.js";

const sentences = [
  { start: 0, end: 8, text: "All well" },
  { start: 9, end: 20, text: "He have it." },
  { start: 21, end: 33, text: "I recieve it" },
];
const have = suggest(12, "have", "has");
const recieve = suggest(23, "recieve", "receive");
const stop = suggest(33, "", ".");

describe("toFeedback", () => {
  const rows: readonly {
    name: string;
    decisions: readonly Decision[];
    told: readonly [string, ...unknown[]][];
  }[] = [
    { name: "nothing decided", decisions: [], told: [] },
    {
      name: "another replacement",
      decisions: [{ suggestion: have, replacement: "had", accepted: true }],
      told: [["He have it.", { start: 3, end: 7, replacement: "had", accepted: true }]],
    },
    {
      name: "sentences apart",
      decisions: [
        { suggestion: have, replacement: "has", accepted: true },
        { suggestion: recieve, replacement: "receive", accepted: false },
        { suggestion: stop, replacement: ".", accepted: false },
      ],
      told: [
        ["He have it.", { start: 3, end: 7, replacement: "has", accepted: true }],
        [
          "I recieve it",
          { start: 2, end: 9, replacement: "receive", accepted: false },
          { start: 12, end: 12, replacement: ".", accepted: false },
        ],
      ],
    },
  ];
  it.each(rows)("$name", ({ decisions, told }) => {
    const feedback = toFeedback(sentences, decisions);
    expect(feedback.map(({ text, edits }) => [text, ...edits])).toEqual(told);
    for (const each of feedback) feedbackRequestSchema.parse(each);
  });
});
