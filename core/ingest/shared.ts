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
function sharedStart(a: Text, b: Text, most: number): number {
  const [left, right, i, j] = [a.units, b.units, a.start, b.start];
  let same = 0;
  // Four units a turn, since a turn costs more than a unit.
  while (
    same + 3 < most &&
    left[i + same] === right[j + same] &&
    left[i + same + 1] === right[j + same + 1] &&
    left[i + same + 2] === right[j + same + 2] &&
    left[i + same + 3] === right[j + same + 3]
  ) {
    same += 4;
  }
  while (same < most && left[i + same] === right[j + same]) same++;
  if (same === a.length && same === b.length) return same;
  while (same > 0 && left[i + same - 1] !== BLANK) same--;
  return same;
}

/** Length of the end that both have, whole words of each, of at most `most` units. */
function sharedEnd(a: Text, b: Text, most: number): number {
  const [left, right, i, j] = [a.units, b.units, a.end - 1, b.end - 1];
  let same = 0;
  while (
    same + 3 < most &&
    left[i - same] === right[j - same] &&
    left[i - same - 1] === right[j - same - 1] &&
    left[i - same - 2] === right[j - same - 2] &&
    left[i - same - 3] === right[j - same - 3]
  ) {
    same += 4;
  }
  while (same < most && left[i - same] === right[j - same]) same++;
  while (same > 0 && left[i - same + 1] !== BLANK) same--;
  return same;
}
