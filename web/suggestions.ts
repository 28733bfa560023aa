import { widening } from "../core/languagetool/widen.js";
import type { Span } from "../core/span.js";
import type { Edit } from "./client.js";
import type { TextChange } from "./text-change.js";

/** An edit offered to the writer; `start`/`end` are UTF-16 units of the whole text. */
export type Suggestion = Edit;

/** Units looked at on each side of an edit for the word there. */
const WORD_UNITS = 32;

/**
 * Moves suggestions to where their words are after a change of the text. One that touches the
 * change is dropped: better none than a wrong underline.
 */
export function moveSuggestions(
  suggestions: readonly Suggestion[],
  { start, removed, inserted }: TextChange,
): readonly Suggestion[] {
  const end = start + removed.length;
  const by = inserted.length - removed.length;
  return suggestions.flatMap((suggestion) => {
    if (suggestion.end < start) return [suggestion];
    if (suggestion.start <= end) return [];
    return [{ ...suggestion, start: suggestion.start + by, end: suggestion.end + by }];
  });
}

/** Recognises a suggestion again after the text around it changed: its words and one on each side. */
export function fingerprint(text: string, suggestion: Suggestion): string {
  const { start, end, original, replacement } = suggestion;
  const before = /\S*\s*$/.exec(text.slice(Math.max(0, start - WORD_UNITS), start))?.[0];
  const after = /^\s*\S*/.exec(text.slice(end, end + WORD_UNITS))?.[0];
  return JSON.stringify([before, original, replacement, after]);
}

/**
 * What is underlined for each of the sorted, disjoint `suggestions`: its words, or for an insertion
 * the word it is written to. Empty only where there is nothing to underline.
 */
export function markSpans(text: string, suggestions: readonly Suggestion[]): readonly Span[] {
  const marks: Span[] = [];
  for (const [i, suggestion] of suggestions.entries()) {
    const start = Math.max(suggestions[i - 1]?.end ?? 0, marks.at(-1)?.end ?? 0);
    const free = { start, end: suggestions[i + 1]?.start ?? text.length };
    const { before, after } = widening(text, suggestion, free, () => true);
    marks.push({ start: suggestion.start - before.length, end: suggestion.end + after.length });
  }
  return marks;
}

/** The suggestion whose mark a place in the text lies in or touches; the nearer end wins. */
export function suggestionAt(
  marks: readonly Span[],
  suggestions: readonly Suggestion[],
  at: number,
): Suggestion | undefined {
  const inside = marks.findIndex((mark) => mark.start <= at && at < mark.end);
  const found = inside >= 0 ? inside : marks.findIndex((mark) => mark.end === at);
  return suggestions[found];
}
