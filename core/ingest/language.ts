import { ENGLISH_WORDS, FOREIGN_WORDS } from "../lexicon/languages.js";
import type { SentencePrint } from "./hash.js";
import type { Text } from "./text.js";
import { BEYOND_ASCII, classesOf, classesOfPair, isPair, LATIN, LETTER } from "./units.js";
import { WordLists } from "./word-lists.js";

/** Words a sentence must have before the lists of frequent words are asked. */
const WORDS_TO_JUDGE = 6;
const MIN_LATIN_SHARE = 0.7;

/** So many more frequent English words than others, from the start on, settle it. */
const SURE_MARGIN = 3;

const ENGLISH = 1;
const FOREIGN = 2;

/** Frequent words of English and of other languages. */
export const FREQUENT = new WordLists([
  [ENGLISH_WORDS, ENGLISH],
  [FOREIGN_WORDS, FOREIGN],
]);

/**
 * Whether a sentence can be English: mostly Latin letters and, where it is long enough to tell, not
 * more frequent words of other languages than of English. Made to pass doubtful ones.
 *
 * @param print The sentence's own.
 */
export function isEnglish(
  sentence: Text,
  { words, wordHashes }: Pick<SentencePrint, "words" | "wordHashes">,
): boolean {
  if (sentence.classes & BEYOND_ASCII && !isMostlyLatin(sentence)) return false;
  let english = 0;
  let foreign = 0;
  for (let word = 0; word < words; word++) {
    const list = FREQUENT.listOf(wordHashes[word] as number);
    if (list === ENGLISH) english++;
    else if (list === FOREIGN) foreign++;
    if (english - foreign >= SURE_MARGIN) return true;
  }
  return words < WORDS_TO_JUDGE || foreign <= english + 1;
}

/** Letters are characters here: a surrogate pair is one. */
function isMostlyLatin({ units, start, end }: Text): boolean {
  let letters = 0;
  let latin = 0;
  for (let i = start; i < end; i++) {
    const pair = isPair(units, i, end);
    const classes = pair ? classesOfPair(units, i) : classesOf(units[i] as number);
    if (classes & LETTER) letters++;
    if (classes & LATIN) latin++;
    if (pair) i++;
  }
  return latin >= letters * MIN_LATIN_SHARE;
}
