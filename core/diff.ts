import { similarity } from "./similarity.js";
import type { Word } from "./words.js";

/** A stretch where two word sequences differ: `a[aStart, aEnd)` became `b[bStart, bEnd)`. */
export interface WordChange {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

/** Costs are integers so that ties are exact. */
const COST = {
  word: 100,
  mark: 50,
  space: 20,
  case: 10,
  likeWord: 20,
  /** A word may stand for any other: dearer than a like one, cheaper than out and in again. */
  otherWord: 150,
  otherMark: 60,
  otherSpace: 20,
} as const;

/**
 * Changes between two word sequences, in order, by weighted edit distance: like words stand
 * opposite each other, words never stand opposite marks or spaces. Of equally cheap answers the
 * one whose changes come last is taken ("I like [an ]apple").
 */
export function diffWords(a: readonly Word[], b: readonly Word[]): WordChange[] {
  let lead = 0;
  while (lead < a.length && lead < b.length && a[lead]?.text === b[lead]?.text) lead++;
  let aEnd = a.length;
  let bEnd = b.length;
  while (aEnd > lead && bEnd > lead && a[aEnd - 1]?.text === b[bEnd - 1]?.text) {
    aEnd--;
    bEnd--;
  }
  return trace(fold(a.slice(lead, aEnd)), fold(b.slice(lead, bEnd))).map((change) => ({
    aStart: change.aStart + lead,
    aEnd: change.aEnd + lead,
    bStart: change.bStart + lead,
    bEnd: change.bEnd + lead,
  }));
}

/** A word that is compared with many. */
interface FoldedWord extends Pick<Word, "text" | "kind"> {
  readonly lower: string;
  /** Of putting it in or taking it out. */
  readonly cost: number;
}

function fold(words: readonly Word[]): FoldedWord[] {
  return words.map(({ text, kind }) => ({
    text,
    kind,
    lower: text.toLowerCase(),
    cost: COST[kind],
  }));
}

/** Walks the cheapest path; every run of unequal steps is one change. */
function trace(a: readonly FoldedWord[], b: readonly FoldedWord[]): WordChange[] {
  const width = b.length + 1;
  const costs = suffixCosts(a, b);
  const cost = (i: number, j: number): number => costs[i * width + j] as number;
  const changes: Run[] = [];
  let i = 0;
  let j = 0;
  let run: Run | undefined;
  while (i < a.length || j < b.length) {
    const x = a[i];
    const y = b[j];
    const step = cost(i, j) - cost(i + 1, j + 1);
    const onward = x && y && step === substitution(x, y, step + 1);
    if (onward && x.text === y.text) {
      run = undefined;
      i++;
      j++;
      continue;
    }
    const out = onward || (x && cost(i, j) === cost(i + 1, j) + x.cost) ? x : undefined;
    const into = onward || out === undefined ? y : undefined;
    const ofMarks = (out ?? into)?.kind === "mark";
    // A mark after a changed word is a change of its own; two insertions at one place are one.
    if (run === undefined || (run.ofMarks !== ofMarks && run.aEnd > run.aStart)) {
      run = { aStart: i, aEnd: i, bStart: j, bEnd: j, ofMarks };
      changes.push(run);
    }
    if (out) run.aEnd = ++i;
    if (into) run.bEnd = ++j;
  }
  return changes;
}

/** A change that is being collected. */
interface Run extends WordChange {
  aEnd: number;
  bEnd: number;
  /** Only marks were changed so far. */
  readonly ofMarks: boolean;
}

/** Cost [i][j] of turning a[i..] into b[j..]. */
function suffixCosts(a: readonly FoldedWord[], b: readonly FoldedWord[]): Int32Array {
  const width = b.length + 1;
  const costs = new Int32Array((a.length + 1) * width);
  for (let i = a.length; i >= 0; i--) {
    const x = a[i];
    for (let j = b.length; j >= 0; j--) {
      const y = b[j];
      let best = x || y ? Number.MAX_SAFE_INTEGER : 0;
      if (x) best = Math.min(best, (costs[(i + 1) * width + j] as number) + x.cost);
      if (y) best = Math.min(best, (costs[i * width + j + 1] as number) + y.cost);
      if (x && y) {
        const onward = costs[(i + 1) * width + j + 1] as number;
        if (onward < best) best = Math.min(best, onward + substitution(x, y, best - onward));
      }
      costs[i * width + j] = best;
    }
  }
  return costs;
}

/** Cost of one word for another; where it is `most` or more, any number that is. */
function substitution(a: FoldedWord, b: FoldedWord, most: number): number {
  if (a.text === b.text) return 0;
  if (a.kind !== b.kind) return a.cost + b.cost + 1;
  if (a.kind === "space") return COST.otherSpace;
  if (a.kind === "mark") return COST.otherMark;
  if (a.lower === b.lower) return COST.case;
  const longest = Math.max(a.lower.length, b.lower.length);
  const least = unlikeCost(Math.abs(a.lower.length - b.lower.length) / longest);
  return least >= most ? least : unlikeCost(1 - similarity(a.lower, b.lower));
}

function unlikeCost(unlike: number): number {
  return Math.min(COST.otherWord, Math.round(COST.likeWord + 180 * unlike));
}
