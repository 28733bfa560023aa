import type { Span } from "./span.js";

/** A sentence as the model reads it, with the way back to the reader's own characters. */
export interface NormalisedText {
  readonly text: string;
  /** The span of the original that a span of `text` stands for. */
  toOriginal(span: Span): Span;
}

const QUOTES: ReadonlyMap<string, string> = new Map([
  ["\u2018", "'"],
  ["\u2019", "'"],
  ["\u201b", "'"],
  ["\u201c", '"'],
  ["\u201d", '"'],
  ["\u201f", '"'],
]);

/** White space that is not plain spaces alone: tabs, line breaks, fixed and thin spaces. */
const ODD_SPACE = /[ ]*[\t\r\n\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]\s*/g;

const ODD =
  /[\u2018\u2019\u201b\u201c\u201d\u201f\t\r\n\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/**
 * Plain quotation marks for typographic ones and one space for odd white space: the model was
 * taught the plain ones, and edits never touch what it was not shown.
 */
export function normalise(original: string): NormalisedText {
  if (!ODD.test(original))
    return { text: original, toOriginal: ({ start, end }) => ({ start, end }) };
  let text = "";
  const origin: number[] = [];
  let at = 0;
  const copy = (end: number): void => {
    for (; at < end; at++) {
      const char = original.charAt(at);
      text += QUOTES.get(char) ?? char;
      origin.push(at);
    }
  };
  for (const match of original.matchAll(ODD_SPACE)) {
    copy(match.index);
    text += " ";
    origin.push(at);
    at = match.index + match[0].length;
  }
  copy(original.length);
  origin.push(at);
  return {
    text,
    toOriginal: ({ start, end }) => ({
      start: origin[start] as number,
      end: origin[end] as number,
    }),
  };
}

/**
 * A replacement with the quotation marks that the reader uses: those of the text replaced, in
 * order, and a curly apostrophe inside a word where the sentence's quotes are all curly.
 */
export function restoreQuotes(replacement: string, original: string, sentence: string): string {
  const quotes = [...original].filter((char) => QUOTES.has(char));
  const curly = !/['"]/.test(sentence) && [...QUOTES.keys()].some((q) => sentence.includes(q));
  return replacement.replace(/['"]/g, (mark, offset: number) => {
    const place = quotes.findIndex((quote) => QUOTES.get(quote) === mark);
    if (place >= 0) return quotes.splice(place, 1)[0] as string;
    const inWord = /\p{L}/u.test(replacement.charAt(offset - 1));
    return mark === "'" && inWord && curly ? "\u2019" : mark;
  });
}
