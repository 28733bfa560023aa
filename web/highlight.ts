import type { CorrectResponse } from "../core/request.js";

export type Suggestion = CorrectResponse["edits"][number];

/** A piece of the text; with a suggestion where one covers it. Empty for an insertion. */
export interface Segment {
  readonly text: string;
  readonly suggestion?: Suggestion;
}

/** Cuts a text at its suggestions, which are sorted and disjoint. */
export function toSegments(text: string, suggestions: readonly Suggestion[]): readonly Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const suggestion of suggestions) {
    if (suggestion.start > at) segments.push({ text: text.slice(at, suggestion.start) });
    segments.push({ text: text.slice(suggestion.start, suggestion.end), suggestion });
    at = suggestion.end;
  }
  if (at < text.length) segments.push({ text: text.slice(at) });
  return segments;
}

/**
 * Moves suggestions made for `before` to where their words are in `after`. One that touches what
 * was typed, or whose words are no longer there, is dropped: better none than a wrong underline.
 */
export function rebase(
  before: string,
  after: string,
  suggestions: readonly Suggestion[],
): readonly Suggestion[] {
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < shortest - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  const changedEnd = before.length - tail;
  const by = after.length - before.length;
  return suggestions.flatMap((suggestion) => {
    if (suggestion.end < head || before === after) return [suggestion];
    if (suggestion.start <= changedEnd) return [];
    const moved = { ...suggestion, start: suggestion.start + by, end: suggestion.end + by };
    return after.slice(moved.start, moved.end) === moved.original ? [moved] : [];
  });
}

/** The text with one suggestion carried out, and the others at their new places. */
export function accept(
  text: string,
  suggestions: readonly Suggestion[],
  accepted: Suggestion,
): { readonly text: string; readonly suggestions: readonly Suggestion[] } {
  const by = accepted.replacement.length - (accepted.end - accepted.start);
  return {
    text: text.slice(0, accepted.start) + accepted.replacement + text.slice(accepted.end),
    suggestions: suggestions.flatMap((other) => {
      if (other === accepted) return [];
      if (other.start < accepted.start) return [other];
      return [{ ...other, start: other.start + by, end: other.end + by }];
    }),
  };
}

/** Recognises a suggestion again after the text around it changed: its words and those before it. */
export function fingerprint(text: string, { start, original, replacement }: Suggestion): string {
  return JSON.stringify([text.slice(Math.max(0, start - 16), start), original, replacement]);
}
