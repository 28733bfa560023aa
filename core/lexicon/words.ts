/** A set from words separated by white space: lists read better so. */
export function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter((word) => word !== ""));
}

/** Rows of words: one row per line or "|", words separated by spaces. */
export function rows(table: string): string[][] {
  return table
    .split(/[|\n]/)
    .map((row) => row.trim().split(/\s+/))
    .filter((row) => row[0] !== "");
}
