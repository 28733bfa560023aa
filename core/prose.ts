import { ENGLISH_WORDS, FOREIGN_WORDS } from "./lexicon/languages.js";
import { overlaps, type Span } from "./span.js";

/** Share of letters that must be Latin. */
const MIN_LATIN_SHARE = 0.6;
/** Share of characters that may be code's marks. */
const MAX_CODE_MARK_SHARE = 0.15;
/** How JSON begins; prose seldom does. */
const JSON_START = /^(?:\{|\[[{"[])/;
/** Sentences of fewer words say too little of their language; they are taken for English. */
const MIN_WORDS_TO_JUDGE = 4;
/** Share of words with letters that English has not, from which on a sentence is not English. */
const FOREIGN_LETTER_SHARE = 0.25;

/**
 * True when a sentence is English prose that the model should see. What is not is left alone:
 * text without words, other scripts and languages, code, and characters that no text has.
 * @param covered spans, in units of the sentence, that no edit may touch anyway.
 */
export function isProse(sentence: string, covered: readonly Span[] = []): boolean {
  if (hasOddCharacters(sentence)) return false;
  const open = blank(sentence, covered);
  if (!/\p{L}/u.test(open)) return false;
  const { letters, latin } = countLetters(sentence);
  if (latin === 0 || latin < MIN_LATIN_SHARE * letters) return false;
  if (JSON_START.test(sentence)) return false;
  const codeMarks = open.match(/[{}[\];=<>|\\_*^~$@#+`]/g)?.length ?? 0;
  if (codeMarks > MAX_CODE_MARK_SHARE * open.replace(/\s+/g, "").length) return false;
  return !isForeign(open);
}

/** Control characters, lone surrogates, and the places Unicode leaves empty. */
function hasOddCharacters(text: string): boolean {
  return /[\p{Surrogate}\p{Noncharacter_Code_Point}\ufffd]|(?![\t\r\n])\p{Cc}/u.test(text);
}

/** Conservative: only clear evidence of another language counts. */
function isForeign(text: string): boolean {
  const found = text.toLowerCase().match(/[\p{L}\p{M}'\u2019]+/gu) ?? [];
  if (found.length < MIN_WORDS_TO_JUDGE) return false;
  const english = found.filter((word) => ENGLISH_WORDS.has(word.replace("\u2019", "'"))).length;
  const foreign = found.filter((word) => FOREIGN_WORDS.has(word)).length;
  if (foreign >= 2 && foreign > english) return true;
  if (english > 0) return false;
  const strange = found.filter((word) => /(?![a-z])\p{L}/u.test(word)).length;
  return strange >= FOREIGN_LETTER_SHARE * found.length;
}

function blank(text: string, spans: readonly Span[]): string {
  const whole = { start: 0, end: text.length };
  let result = "";
  let at = 0;
  for (const span of spans) {
    if (!overlaps(span, whole)) continue;
    result += text.slice(at, Math.max(at, span.start));
    at = Math.max(at, span.end);
  }
  return result + text.slice(at);
}

/** Letters of a text, and its characters of the Latin script. */
function countLetters(text: string): { readonly letters: number; readonly latin: number } {
  let ascii = 0;
  for (let i = 0; i < text.length; i++) {
    const lower = text.charCodeAt(i) | 0x20;
    if (lower >= 0x61 && lower <= 0x7a) ascii++;
  }
  const others = text.match(/[^\0-\x7f]+/g)?.join("") ?? "";
  return {
    letters: ascii + (others.match(/\p{L}/gu)?.length ?? 0),
    latin: ascii + (others.match(/\p{Script=Latin}/gu)?.length ?? 0),
  };
}
