import { ENGLISH_WORDS, FOREIGN_WORDS } from "../lexicon/languages.js";
import { Text } from "./text.js";
import {
  BEYOND_ASCII,
  CLASSES,
  classesOf,
  classesOfPair,
  isPair,
  LATIN,
  LETTER,
  UNUSUAL_CASE,
  WORD_PARTS,
} from "./units.js";
import { WordTrie } from "./word-trie.js";

/** Words a sentence must have before the lists of frequent words are asked. */
const WORDS_TO_JUDGE = 6;
const MIN_LATIN_SHARE = 0.7;

/** So many more frequent English words than others, from the start on, settle it. */
const SURE_MARGIN = 3;

const APOSTROPHE = 39;
const ENGLISH = 1;
const FOREIGN = 2;

const FREQUENT = new WordTrie([
  [ENGLISH_WORDS, ENGLISH],
  [FOREIGN_WORDS, FOREIGN],
]);

/**
 * Whether a sentence can be English: mostly Latin letters and, where it is long enough to tell, not
 * more frequent words of other languages than of English. Made to pass doubtful ones.
 */
export function isEnglish(sentence: Text): boolean {
  if (sentence.classes & BEYOND_ASCII && !isMostlyLatin(sentence)) return false;
  if (sentence.classes & UNUSUAL_CASE) {
    return hasEnglishWords(Text.of(sentence.toString().toLowerCase()));
  }
  return hasEnglishWords(sentence);
}

/** For texts whose units have a lower case each. Words are runs of letters and apostrophes. */
function hasEnglishWords({ units, start, end }: Text): boolean {
  const classes = CLASSES;
  const parts = WORD_PARTS;
  const words = FREQUENT;
  let found = 0;
  let english = 0;
  let foreign = 0;
  let i = start;
  while (i < end) {
    let node = words.root;
    const wordStart = i;
    for (; i < end; i++) {
      const unit = units[i] as number;
      if ((classes[unit] as number) & LETTER) node = words.next(node, parts[unit] as number);
      else if (unit === APOSTROPHE) node = words.next(node, unit);
      else if (isPair(units, i, end) && classesOfPair(units, i) & LETTER) {
        node = words.none;
        i++;
      } else break;
    }
    if (i === wordStart) {
      i++;
      continue;
    }
    found++;
    const list = words.valueAt(node);
    if (list === ENGLISH) english++;
    else if (list === FOREIGN) foreign++;
    if (english - foreign >= SURE_MARGIN) return true;
  }
  return found < WORDS_TO_JUDGE || foreign <= english + 1;
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
