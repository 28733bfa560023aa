/**
 * Likeness of two words, 1 for equal, 0 for nothing in common: 1 minus the edit distance with
 * transpositions (optimal string alignment) over the longer length. Case counts.
 */
export function similarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - editDistance(a, b) / longest;
}

/** Rows of the edit table, kept because words are compared by the thousand. */
let rows = [new Int32Array(64), new Int32Array(64), new Int32Array(64)] as const;

/** Insertions, deletions, substitutions and swaps of neighbours between two words. */
export function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  if (width > rows[0].length) {
    rows = [new Int32Array(width), new Int32Array(width), new Int32Array(width)];
  }
  let [before, above, row] = rows;
  for (let j = 0; j < width; j++) above[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const x = a.charCodeAt(i - 1);
    const w = a.charCodeAt(i - 2);
    row[0] = i;
    for (let j = 1; j < width; j++) {
      const y = b.charCodeAt(j - 1);
      let best = Math.min(
        (above[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (above[j - 1] as number) + (x === y ? 0 : 1),
      );
      if (i > 1 && j > 1 && w === y && x === b.charCodeAt(j - 2)) {
        best = Math.min(best, (before[j - 2] as number) + 1);
      }
      row[j] = best;
    }
    [before, above, row] = [above, row, before];
  }
  return above[b.length] as number;
}
