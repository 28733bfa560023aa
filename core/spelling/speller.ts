import type { Span } from "../span.js";
import { splitWords, type Word } from "../words.js";
import { respellingConfidence } from "./confidence.js";
import { isKnown } from "./known.js";
import type { Lexicon } from "./lexicon.js";
import { type Suggestion, suggest } from "./suggest.js";

/** A word that was respelt; `start`/`end` are UTF-16 units of the respelt sentence. */
export interface Respelling extends Span {
  /** The word as it was written. */
  readonly original: string;
  /** Probability (0..1) that this is the word that was meant. */
  readonly confidence: number;
  /** Other words that may have been meant, likeliest first, at most 3. */
  readonly alternatives: readonly OtherSpelling[];
}

export interface OtherSpelling {
  readonly text: string;
  /** Logarithm of how likely this is, over how likely the word taken is. */
  readonly logRatio: number;
}

export interface RespeltSentence {
  readonly text: string;
  /** In the order of the text. */
  readonly respellings: readonly Respelling[];
}

/** Respellings less sure than this are not made. */
export const MIN_CONFIDENCE = 0.5;
const MAX_ALTERNATIVES = 3;
const MIN_LETTERS = 3;
/** A sentence with so many unknown words and so small a share of common ones is not English. */
const FOREIGN_UNKNOWN = 3;
const ENGLISH_SHARE = 0.35;
/** Log count of a common word: about 3,000 uses. */
const COMMON_LOG_COUNT = 8;

/**
 * Respells the unknown words of a sentence: those without capitals, and the first. Right words,
 * names, and parts of addresses, codes and numbers stay as they are.
 * @param ownWords words that count as right, in lower case.
 */
export function respell(
  lexicon: Lexicon,
  sentence: string,
  ownWords: ReadonlySet<string> = new Set(),
): RespeltSentence {
  const words = splitWords(sentence).filter(({ kind }) => kind === "word");
  const unknown = words.map(
    (word) => !ownWords.has(word.text.toLowerCase()) && isUnknown(lexicon, word),
  );
  if (isForeign(lexicon, words, unknown)) return { text: sentence, respellings: [] };
  let text = "";
  let at = 0;
  const respellings: Respelling[] = [];
  words.forEach((word, i) => {
    if (!unknown[i] || !mayRespell(sentence, words, unknown, i)) return;
    const answer = respellWord(lexicon, word.text);
    if (answer === undefined || answer.confidence < MIN_CONFIDENCE) return;
    text += sentence.slice(at, word.start);
    const { replacement, confidence, alternatives } = answer;
    const start = text.length;
    const end = start + replacement.length;
    respellings.push({ start, end, original: word.text, confidence, alternatives });
    text += replacement;
    at = word.end;
  });
  return { text: text + sentence.slice(at), respellings };
}

function isForeign(lexicon: Lexicon, words: readonly Word[], unknown: readonly boolean[]): boolean {
  if (unknown.filter(Boolean).length < FOREIGN_UNKNOWN) return false;
  const common = words.filter(({ text }) => {
    const index = lexicon.indexOf(text.toLowerCase());
    return index >= 0 && lexicon.logCount(index) >= COMMON_LOG_COUNT;
  });
  return common.length < ENGLISH_SHARE * words.length;
}

/** Letters without accents, an apostrophe inside at most; all lower case, or one capital in front. */
const WORD = /^[A-Za-z][a-z]+(?:'[a-z]+)?$/;

function isUnknown(lexicon: Lexicon, { text }: Word): boolean {
  const word = text.toLowerCase();
  return text.length >= MIN_LETTERS && WORD.test(text) && hasVowel(word) && !isKnown(lexicon, word);
}

/** Without one it is an abbreviation. */
function hasVowel(word: string): boolean {
  return /[aeiouy]/.test(word);
}

function mayRespell(
  sentence: string,
  words: readonly Word[],
  unknown: readonly boolean[],
  i: number,
): boolean {
  const { text, start, end } = words[i] as Word;
  if (i > 0 && startsUpper(text)) return false;
  if (!/(?:^|[\s("'\u2014\u2013])$/u.test(sentence.slice(0, start))) return false;
  if (!/^(?:$|[\s)"'\u2014\u2013]|[.,;:!?\u2026]+(?:$|[\s)"']))/u.test(sentence.slice(end)))
    return false;
  return ![i - 1, i + 1].some((near) => {
    const word = words[near];
    return near > 0 && word !== undefined && unknown[near] && startsUpper(word.text);
  });
}

interface WordAnswer {
  readonly replacement: string;
  readonly confidence: number;
  readonly alternatives: readonly OtherSpelling[];
}

function respellWord(lexicon: Lexicon, word: string): WordAnswer | undefined {
  const [, stem = word, clitic = ""] = /^(.*?)('s)?$/u.exec(word) ?? [];
  const capital = startsUpper(word);
  const [best, ...others] = suggest(lexicon, stem.toLowerCase(), capital, 1 + MAX_ALTERNATIVES);
  if (best === undefined) return undefined;
  const write = ({ text }: Suggestion): string => (capital ? upperFirst(text) : text) + clitic;
  return {
    replacement: write(best),
    confidence: respellingConfidence(best, others[0], stem.length, capital),
    alternatives: others.map((other) => ({
      text: write(other),
      logRatio: other.score - best.score,
    })),
  };
}

function startsUpper(text: string): boolean {
  return /^\p{Lu}/u.test(text);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
