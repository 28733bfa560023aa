import { describe, expect, it } from "vitest";
import { History, type Step } from "./history.js";

const typed = (start: number, inserted: string, atMs: number): Step => ({
  kind: "edit",
  change: { start, removed: "", inserted },
  accepted: 0,
  atMs,
});
const rubbed = (start: number, removed: string, atMs: number): Step => ({
  kind: "edit",
  change: { start, removed, inserted: "" },
  accepted: 0,
  atMs,
});

/** What each undo takes back, newest first. */
function undone(steps: readonly Step[]): readonly string[] {
  const history = new History();
  for (const step of steps) history.record(step);
  const taken: string[] = [];
  for (let step = history.undo(); step; step = history.undo()) {
    taken.push(
      step.kind === "edit" ? `+${step.change.inserted}-${step.change.removed}` : step.kind,
    );
  }
  return taken;
}

describe("History", () => {
  const rows: readonly { name: string; steps: readonly Step[]; undone: readonly string[] }[] = [
    {
      name: "letters of a word are one step",
      steps: [typed(0, "a", 0), typed(1, "b", 100), typed(2, " ", 200)],
      undone: ["+ab -"],
    },
    {
      name: "the next word is another",
      steps: [typed(0, "a", 0), typed(1, " ", 100), typed(2, "b", 200)],
      undone: ["+b-", "+a -"],
    },
    {
      name: "a pause parts steps",
      steps: [typed(0, "a", 0), typed(1, "b", 2000)],
      undone: ["+b-", "+a-"],
    },
    {
      name: "another place parts steps",
      steps: [typed(0, "a", 0), typed(9, "b", 100)],
      undone: ["+b-", "+a-"],
    },
    {
      name: "letters rubbed out are one step",
      steps: [rubbed(5, "c", 0), rubbed(4, "b", 100)],
      undone: ["+-bc"],
    },
    {
      name: "decisions stand alone",
      steps: [
        typed(0, "a", 0),
        { kind: "dismiss", fingerprint: "x" },
        { kind: "word", word: "kubelet" },
      ],
      undone: ["word", "dismiss", "+a-"],
    },
  ];
  it.each(rows)("$name", ({ steps, undone: expected }) => {
    expect(undone(steps)).toEqual(expected);
  });

  it("does again what was taken back, until something else is done", () => {
    const history = new History();
    history.record(typed(0, "a", 0));
    history.record(typed(5, "b", 0));
    const last = history.undo();
    expect(history.redo()).toEqual(last);
    history.undo();
    history.record(typed(7, "c", 0));
    expect(history.canRedo).toBe(false);
    expect(history.redo()).toBeUndefined();
  });
});
