import type { AlignedEdit } from "./edits.js";
import type { Rewrite, RewriteToken } from "./ports.js";
import { overlaps, type Span } from "./span.js";

/**
 * How sure the model is of an edit: the probability (0..1) of the least certain token that its
 * replacement spans. What follows counts as well where the edit takes something away, since
 * leaving it out is seen only in the token that comes next. 1 where the model tells nothing.
 */
export function editConfidence(original: string, edit: AlignedEdit, rewrite: Rewrite): number {
  const place = withoutSpace(rewrite.text, edit.target);
  const logProbs = tokensIn(rewrite, place).map(({ logProb }) => logProb);
  if (original.trimEnd().startsWith(edit.replacement.trimEnd())) {
    const next = rewrite.tokens.find((token) => token.end > place.end);
    logProbs.push(next?.logProb ?? rewrite.endLogProb);
  }
  return Math.min(1, Math.exp(Math.min(0, ...logProbs)));
}

/**
 * Other words the model thought of where an edit is one whole token, likeliest first. An edit of
 * several tokens has none: its parts alone are no words.
 */
export function editAlternatives(original: string, edit: AlignedEdit, rewrite: Rewrite): string[] {
  const place = withoutSpace(rewrite.text, edit.target);
  const [token, ...more] = tokensIn(rewrite, place);
  if (token === undefined || more.length > 0) return [];
  const written = rewrite.text.slice(token.start, token.end);
  if (written.trim() !== rewrite.text.slice(place.start, place.end)) return [];
  const lead = written.startsWith(" ");
  const before = edit.replacement.slice(0, place.start - edit.target.start);
  const after = edit.replacement.slice(before.length + place.end - place.start);
  return token.alternatives
    .filter(({ text }) => text.startsWith(" ") === lead && /^ ?[\p{L}']+$/u.test(text))
    .map(({ text }) => before + text.trim() + after)
    .filter((text) => text !== original && text !== edit.replacement);
}

function tokensIn(rewrite: Rewrite, place: Span): RewriteToken[] {
  return rewrite.tokens.filter((token) => token.end > token.start && overlaps(token, place));
}

function withoutSpace(text: string, span: Span): Span {
  const part = text.slice(span.start, span.end);
  const start = span.start + part.length - part.trimStart().length;
  return { start, end: Math.max(start, span.start + part.trimEnd().length) };
}
