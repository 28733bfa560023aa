import type { Span } from "./span.js";

/** A change of text: `original.slice(start, end)` becomes `replacement`. */
export interface TextEdit extends Span {
  readonly replacement: string;
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
