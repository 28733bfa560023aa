import type { Lexicon } from "./lexicon.js";

/** Least log count of a word that others may be derived from: about 20 uses. */
const STEM_LOG_COUNT = 3;
/** Least log count of the halves of a compound: about 150 uses. */
const HALF_LOG_COUNT = 5;
/** A word as common as this is no noun when the lexicon lacks its plural. */
const PLURAL_LOG_COUNT = 9;
/** Shortest word that takes a prefix or is half of a compound: "till" makes no word of "untill". */
const MIN_STEM = 5;
const MIN_HALF = 4;
const MIN_STEM_OF_PLURAL = 3;
const PREFIX =
  /^(?:un|re|non|pre|anti|over|under|sub|inter|multi|semi|super|micro|mini|mega|hyper|ultra|auto|bio|cyber|electro|eco|geo|hydro|neuro|photo|post|pseudo|psycho|socio|tele|thermo|trans|counter|out|co|de|mis|dis|fore|self|ex|meta|mono|poly|proto|infra|intra|macro|nano)(?=.{5})/;
/** Endings that any word of their kind takes; the stem is written before them unchanged. */
const SUFFIX = /(?:less|like|ness|ship|hood|wise|proof|free|ish|ism|ist|er|or|ward|fold)$/;

/**
 * Whether a lower-case word is right, or made of right words by a rule that holds for any word:
 * plurals, regular past forms ("teached" is no misspelling but a wrong form), prefixes, endings,
 * and compounds of two common words.
 */
export function isKnown(lexicon: Lexicon, word: string): boolean {
  if (lexicon.indexOf(word) >= 0) return true;
  const withoutClitic = word.replace(/'(?:s|d|ll|re|ve|m)?$/, "");
  if (withoutClitic !== word) return isKnown(lexicon, withoutClitic);
  return (
    isInflected(lexicon, word) ||
    isBritish(lexicon, word) ||
    isDerived(lexicon, word) ||
    isCompound(lexicon, word)
  );
}

function isInflected(lexicon: Lexicon, word: string): boolean {
  if (/(?:[^sy]|[aeiou]y)s$/.test(word) && hasPlural(lexicon, word.slice(0, -1))) return true;
  if (/(?:s|x|z|ch|sh)es$/.test(word) && isStem(lexicon, word.slice(0, -2), 3)) return true;
  if (!word.endsWith("ed")) return false;
  const stem = word.slice(0, -2);
  if (isStem(lexicon, `${stem}e`, 4)) return true;
  // One vowel and one consonant at the end are doubled: "stoped" is a misspelling, "cutted" is not.
  if (/^[^aeiou]*[aeiou]([bdgmnprt])\1$/.test(stem) && isStem(lexicon, stem.slice(0, -1), 3)) {
    return true;
  }
  return !/[^aeiou][aeiou][^aeiouwxy]$/.test(stem) && isStem(lexicon, stem, 3);
}

/** Not so for words that take "'s" as a short "is": "shes" is an apostrophe forgotten. */
function hasPlural(lexicon: Lexicon, word: string): boolean {
  const index = lexicon.indexOf(word);
  return (
    isStem(lexicon, word, MIN_STEM_OF_PLURAL, word.length < MIN_STEM ? STEM_LOG_COUNT : 0) &&
    lexicon.logCount(index) < PLURAL_LOG_COUNT &&
    lexicon.indexOf(`${word}'s`) < 0
  );
}

/** "canonised", where the lexicon has "canonized". */
function isBritish(lexicon: Lexicon, word: string): boolean {
  const american = word.replace(/is(?=(?:e[drs]?|ers|ing|ations?)$)/, "iz");
  return american !== word && lexicon.indexOf(american) >= 0;
}

function isDerived(lexicon: Lexicon, word: string): boolean {
  const rest = word.replace(PREFIX, "");
  if (rest !== word && isStem(lexicon, rest, MIN_STEM)) return true;
  if (/[^e]able$/.test(word) && isStem(lexicon, word.slice(0, -4), MIN_HALF)) return true;
  const stem = word.replace(SUFFIX, "");
  if (stem !== word && !/[^aeiou]y$/.test(stem) && isStem(lexicon, stem, MIN_HALF)) return true;
  // "basicly", "truely", "dayly" and "happyly" are misspellings.
  const adjective = word.endsWith("ly") ? word.slice(0, -2) : "";
  return !/(?:ic|ue|y|al?l|[^aeiou]le)$/.test(adjective) && isStem(lexicon, adjective, MIN_STEM);
}

function isCompound(lexicon: Lexicon, word: string): boolean {
  // "usefull" and "valueable" are misspellings.
  if (/(?:full|able)$/.test(word)) return false;
  for (let at = MIN_HALF; at <= word.length - MIN_HALF; at++) {
    const halves = [word.slice(0, at), word.slice(at)];
    if (halves.every((half) => isStem(lexicon, half, MIN_HALF, HALF_LOG_COUNT))) return true;
  }
  return false;
}

function isStem(lexicon: Lexicon, word: string, shortest: number, least = STEM_LOG_COUNT): boolean {
  if (word.length < shortest) return false;
  const index = lexicon.indexOf(word);
  return index >= 0 && !lexicon.isName(index) && lexicon.logCount(index) >= least;
}
