import type { Text } from "./text.js";

const BLANK = 32;

/** How much of two texts is the same at either end, in UTF-16 units: whole words, or all of both. */
export interface Shared {
  readonly start: number;
  readonly end: number;
}

/** Finds the ends that two texts share; where they are equal all is at the start. */
export function findShared(a: Text, b: Text): Shared {
  const shorter = Math.min(a.length, b.length);
  const start = sharedStart(a, b, shorter);
  return { start, end: sharedEnd(a, b, shorter - start) };
}

/** Length of the beginning that both have: whole words of each, or all of them where they are equal. */
function sharedStart(a: Text, b: Text, shorter: number): number {
  const left = a.units;
  const right = b.units;
  let wordStart = 0;
  for (let i = a.start, j = b.start; i < a.start + shorter; i++, j++) {
    const unit = left[i] as number;
    if (unit !== right[j]) return wordStart;
    if (unit === BLANK) wordStart = i + 1 - a.start;
  }
  return a.length === b.length ? shorter : wordStart;
}

/** Length of the end that both have, whole words of each, of at most `most` units. */
function sharedEnd(a: Text, b: Text, most: number): number {
  const left = a.units;
  const right = b.units;
  let wordEnd = 0;
  for (let i = a.end - 1, j = b.end - 1; i >= a.end - most; i--, j--) {
    const unit = left[i] as number;
    if (unit !== right[j]) break;
    if (unit === BLANK) wordEnd = a.end - i;
  }
  return wordEnd;
}
