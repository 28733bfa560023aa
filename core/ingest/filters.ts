import { ENGLISH_WORDS, FOREIGN_WORDS } from "../lexicon/languages.js";
import type { Filters } from "./options.js";
import type { RejectReason } from "./rows.js";

/** A row as the filters see it. Word counts are runs of letters and digits. */
export interface Measured {
  /** Empty in clean text. */
  readonly source: string;
  readonly target: string;
  readonly sourceWords: number;
  readonly targetWords: number;
  /** Words that differ, `wordDistance`. */
  readonly edits: number;
}

/** Words by which sides may differ in length whatever their ratio. */
const SLACK_WORDS = 4;

/** Words that may differ however short the sides are: case and marks alone can change each. */
const FREE_EDITS = 3;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd]/;

/** The first reason why a row is not taken; undefined for one that is. */
export function refuse(row: Measured, filters: Filters): RejectReason | undefined {
  const clean = row.source === "";
  if (row.target === "") return "empty";
  if (CONTROL.test(row.source) || CONTROL.test(row.target)) return "control_characters";
  const shorter = clean ? row.targetWords : Math.min(row.sourceWords, row.targetWords);
  const longer = clean ? row.targetWords : Math.max(row.sourceWords, row.targetWords);
  if (shorter < filters.minWords) return "too_short";
  if (longer > filters.maxWords) return "too_long";
  if (longer > shorter * filters.maxRatio && longer - shorter > SLACK_WORDS) return "ratio";
  if (!clean) {
    if (row.edits > FREE_EDITS && row.edits > longer * filters.maxEditShare) return "too_different";
    if (!filters.keepUnchanged && row.source === row.target) return "unchanged";
  }
  if (filters.language === "en" && !isEnglish(row.target)) return "language";
  return undefined;
}

/** Words a sentence must have before the lists of frequent words are asked. */
const WORDS_TO_JUDGE = 6;
const MIN_LATIN_SHARE = 0.7;

/** So many more frequent English words than others, from the start on, settle it. */
const SURE_MARGIN = 3;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

/**
 * Whether a sentence can be English: mostly Latin letters and, where it is long enough to tell, not
 * more frequent words of other languages than of English. Made to pass doubtful ones.
 */
export function isEnglish(sentence: string): boolean {
  const ascii = ASCII.test(sentence);
  if (!ascii) {
    const letters = sentence.match(/\p{L}/gu)?.length ?? 0;
    const latin = sentence.match(/\p{Script=Latin}/gu)?.length ?? 0;
    if (latin < letters * MIN_LATIN_SHARE) return false;
  }
  const text = sentence.toLowerCase();
  const word = ascii ? /[a-z']+/g : /[\p{L}']+/gu;
  let words = 0;
  let english = 0;
  let foreign = 0;
  for (let match = word.exec(text); match; match = word.exec(text)) {
    words++;
    if (ENGLISH_WORDS.has(match[0])) english++;
    else if (FOREIGN_WORDS.has(match[0])) foreign++;
    if (english - foreign >= SURE_MARGIN) return true;
  }
  return words < WORDS_TO_JUDGE || foreign <= english + 1;
}
