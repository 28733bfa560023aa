const WORD = /\S+/g;

/**
 * Words put in, taken out or replaced to turn one sentence into the other (Levenshtein over words
 * between spaces; case and punctuation count).
 */
export function wordDistance(source: string, target: string): number {
  if (source === target) return 0;
  const a = source.match(WORD) ?? [];
  const b = target.match(WORD) ?? [];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let [aEnd, bEnd] = [a.length, b.length];
  while (aEnd > start && bEnd > start && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd--;
    bEnd--;
  }
  return distance(a.slice(start, aEnd), b.slice(start, bEnd));
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
