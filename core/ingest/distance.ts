const WORD = /\S+/g;
const SPACE = 32;

/**
 * Words put in, taken out or replaced to turn one sentence into the other (Levenshtein over words
 * between spaces; case and punctuation count).
 */
export function wordDistance(source: string, target: string): number {
  if (source === target) return 0;
  const [start, end] = sharedEnds(source, target);
  return distance(
    source.slice(start, source.length - end).match(WORD) ?? [],
    target.slice(start, target.length - end).match(WORD) ?? [],
  );
}

/** Length of the beginning and of the end that both have, whole words of each (most of a sentence, as a rule). */
function sharedEnds(a: string, b: string): [number, number] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  let wordStart = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) {
    if (a.charCodeAt(start++) === SPACE) wordStart = start;
  }
  let end = 0;
  let wordEnd = 0;
  while (
    end < shorter - wordStart &&
    a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)
  ) {
    if (a.charCodeAt(a.length - 1 - end++) === SPACE) wordEnd = end;
  }
  return [wordStart, wordEnd];
}

function distance(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  const row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, word] of a.entries()) {
    let diagonal = i;
    row[0] = i + 1;
    for (const [j, other] of b.entries()) {
      const above = row[j + 1] as number;
      const replaced = diagonal + (word === other ? 0 : 1);
      row[j + 1] = Math.min(replaced, above + 1, (row[j] as number) + 1);
      diagonal = above;
    }
  }
  return row[b.length] as number;
}
