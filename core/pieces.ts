import type { Span } from "./span.js";

/** After these a clause ends, so that a cut there reads best. */
const CLAUSE_END = /[,;:\u2014\u2013)\]"\u201d]$/;

/**
 * Cuts a text that is too long for the model into pieces that fit, at the end of a clause where
 * one ends in the second half of the room, else between words. White space between pieces belongs
 * to none. A single word that does not fit is a piece of its own.
 * @param countTokens tokens of a word with the space before it.
 */
export function splitToFit(
  text: string,
  maxTokens: number,
  countTokens: (word: string) => number,
): Span[] {
  const words = Array.from(text.matchAll(/\S+/g), ({ 0: word, index: start }) => ({
    start,
    end: start + word.length,
    tokens: countTokens(` ${word}`),
  }));
  const pieces: Span[] = [];
  let first = 0;
  while (first < words.length) {
    const last = lastWordOfPiece(text, words, first, maxTokens);
    pieces.push({ start: words[first]?.start as number, end: words[last]?.end as number });
    first = last + 1;
  }
  return pieces;
}

function lastWordOfPiece(
  text: string,
  words: readonly (Span & { readonly tokens: number })[],
  first: number,
  maxTokens: number,
): number {
  let used = 0;
  let clause: number | undefined;
  let at = words[first]?.start ?? 0;
  for (let i = first; i < words.length; i++) {
    const word = words[i] as (typeof words)[number];
    // White space beyond one character costs at most a token each.
    used += word.tokens + Math.max(0, word.start - at - 1);
    at = word.end;
    if (used > maxTokens) return Math.max(first, clause ?? i - 1);
    const ends = CLAUSE_END.test(text.slice(word.start, word.end));
    if (ends && used > maxTokens / 2) clause = i;
  }
  return words.length - 1;
}
