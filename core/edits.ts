import { diffWords, type WordChange } from "./diff.js";
import type { Span } from "./span.js";
import { splitWords, type Word } from "./words.js";

/** A change of text: `original.slice(start, end)` becomes `replacement`. */
export interface TextEdit extends Span {
  readonly replacement: string;
}

/** A change together with where its replacement stands in the corrected text. */
export interface AlignedEdit extends TextEdit {
  readonly target: Span;
}

/** Words that a moved word may have jumped over and still make one edit. */
const MAX_MOVE_WORDS = 3;

/**
 * The edits between a sentence and its correction: sorted, disjoint, whole words, and no smaller
 * edit would do. Words that changed places, and a stop with the capital after it, are one edit,
 * since half of it makes no sense.
 */
export function diffEdits(source: string, target: string): AlignedEdit[] {
  const a = splitWords(source);
  const b = splitWords(target);
  return mergeDependent(a, b, diffWords(a, b)).map((change) => {
    const { start, end } = spanOf(a, change.aStart, change.aEnd, source.length);
    const place = spanOf(b, change.bStart, change.bEnd, target.length);
    return { start, end, replacement: target.slice(place.start, place.end), target: place };
  });
}

/**
 * Carries out edits that are sorted and disjoint.
 * @throws RangeError when an edit overlaps the one before it or leaves the text.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const edit of edits) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) {
      throw new RangeError(
        `Expected sorted, disjoint edits within 0..${text.length}, got ${edit.start}..${edit.end} after ${at}`,
      );
    }
    result += text.slice(at, edit.start) + edit.replacement;
    at = edit.end;
  }
  return result + text.slice(at);
}

function spanOf(words: readonly Word[], from: number, to: number, length: number): Span {
  const start = words[from]?.start ?? length;
  return { start, end: to > from ? (words[to - 1] as Word).end : start };
}

function mergeDependent(
  a: readonly Word[],
  b: readonly Word[],
  changes: readonly WordChange[],
): WordChange[] {
  const merged: WordChange[] = [];
  for (const change of changes) {
    const last = merged.at(-1);
    if (last !== undefined && dependsOn(a, b, last, change)) {
      merged[merged.length - 1] = { ...change, aStart: last.aStart, bStart: last.bStart };
    } else {
      merged.push(change);
    }
  }
  return merged;
}

function dependsOn(
  a: readonly Word[],
  b: readonly Word[],
  first: WordChange,
  second: WordChange,
): boolean {
  const between = wordsOnly(a.slice(first.aEnd, second.aStart)).length;
  if (between > MAX_MOVE_WORDS) return false;
  const out1 = wordsOnly(a.slice(first.aStart, first.aEnd));
  const in1 = wordsOnly(b.slice(first.bStart, first.bEnd));
  const out2 = wordsOnly(a.slice(second.aStart, second.aEnd));
  const in2 = wordsOnly(b.slice(second.bStart, second.bEnd));
  if (moved(out1, in1, in2) || moved(out2, in2, in1)) return true;
  const stopBefore = b.slice(first.bStart, first.bEnd).some(({ text }) => /^[.!?,;]$/.test(text));
  return stopBefore && between === 0 && in2.length > 0 && out2.join(" ") === in2.join(" ");
}

/** True when a word that went missing in one change turns up in the other; "a" and "an" do not move. */
function moved(out: readonly string[], kept: readonly string[], turnedUp: readonly string[]) {
  return out.some((w) => !/^an?$/.test(w) && !kept.includes(w) && turnedUp.includes(w));
}

function wordsOnly(words: readonly Word[]): string[] {
  return words.filter(({ kind }) => kind === "word").map(({ text }) => text.toLowerCase());
}
