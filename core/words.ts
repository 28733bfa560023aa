import type { Span } from "./span.js";

export type WordKind = "word" | "space" | "mark";

/** A word with its hyphens and apostrophes, a run of white space, or one other character. */
export interface Word extends Span {
  readonly text: string;
  readonly kind: WordKind;
}

const WORD =
  /[\p{L}\p{M}\p{N}]+(?:['\u2019\u2010-][\p{L}\p{M}\p{N}]+|[.,](?<=\p{N}.)(?=\p{N})[\p{L}\p{M}\p{N}]+)*|\s+|./gsu;

/** Splits a text into words as a reader sees them; together they are the text again. */
export function splitWords(text: string): Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: match, index: start }) => ({
    text: match,
    kind: kindOf(match),
    start,
    end: start + match.length,
  }));
}

function kindOf(text: string): WordKind {
  if (/^\s/.test(text)) return "space";
  return /^[\p{L}\p{M}\p{N}]/u.test(text) ? "word" : "mark";
}
