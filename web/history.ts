import type { TextChange } from "./text-change.js";

/** Something the writer did that can be taken back. */
export type Step =
  | {
      readonly kind: "edit";
      readonly change: TextChange;
      /** Suggestions carried out by it; 0 for what was typed. */
      readonly accepted: number;
      readonly atMs: number;
    }
  | { readonly kind: "dismiss"; readonly fingerprint: string }
  | { readonly kind: "word"; readonly word: string };

/** Typing with shorter pauses than this is one step. */
const BURST_MS = 1000;

/** Steps kept; the oldest are forgotten. */
const MAX_STEPS = 1000;

/** What was done, to be taken back and done again in order: texts and decisions alike. */
export class History {
  #done: Step[] = [];
  #undone: Step[] = [];

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** Adds a step; letters typed one after another join the step before. */
  record(step: Step): void {
    this.#undone = [];
    const last = this.#done.at(-1);
    const joined = last && join(last, step);
    if (joined) this.#done[this.#done.length - 1] = joined;
    else this.#done.push(step);
    if (this.#done.length > MAX_STEPS) this.#done.shift();
  }

  /** The step to take back now. */
  undo(): Step | undefined {
    const step = this.#done.pop();
    if (step) this.#undone.push(step);
    return step;
  }

  /** The step to do again now. */
  redo(): Step | undefined {
    const step = this.#undone.pop();
    if (step) this.#done.push(step);
    return step;
  }
}

/** One step for two, where both are typing without a pause, letter after letter of one word. */
function join(last: Step, next: Step): Step | undefined {
  if (last.kind !== "edit" || next.kind !== "edit" || last.accepted + next.accepted > 0) return;
  if (next.atMs - last.atMs > BURST_MS) return;
  const [a, b] = [last.change, next.change];
  const isTyping = b.removed === "" && b.inserted.length === 1 && a.removed === "";
  if (isTyping && b.start === a.start + a.inserted.length && !startsWord(a, b)) {
    return { ...next, change: { ...a, inserted: a.inserted + b.inserted } };
  }
  const isRubbing = b.inserted === "" && b.removed.length === 1 && a.inserted === "";
  if (isRubbing && b.start + 1 === a.start) {
    return { ...next, change: { ...b, removed: b.removed + a.removed } };
  }
  return;
}

function startsWord(before: TextChange, after: TextChange): boolean {
  return /\s$/.test(before.inserted) && !/\s/.test(after.inserted);
}
