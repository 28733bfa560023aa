import { type EditContext, wordsOf } from "./edit-context.js";
import {
  isPluralPair,
  isVerb,
  misinflectedNoun,
  sharedAdjective,
  sharedVerb,
} from "./inflection.js";
import { areConfused } from "./lexicon/confusions.js";
import {
  ADVERBS,
  AUXILIARIES,
  CONJUNCTIONS,
  DETERMINERS,
  MODALS,
  PREPOSITIONS,
  PRONOUNS,
} from "./lexicon/grammar.js";
import { ENGLISH_WORDS } from "./lexicon/languages.js";
import { editDistance, similarity } from "./similarity.js";
import { verbPairClass } from "./verb-kind.js";

const CLASSES = [
  ["DET", DETERMINERS],
  ["PREP", PREPOSITIONS],
  ["PRON", PRONOUNS],
  ["CONJ", CONJUNCTIONS],
  ["ADV", ADVERBS],
] as const;

const CONTRACTION =
  /(?:n't|'(?:re|ll|ve|m|d))$|^(?:it|that|what|who|there|here|he|she|let|where|how)'s$/;
const POSSESSIVE = /^(?:its|their|your|whose)$/;
/** Endings by which "more" before a word is seen to compare it. */
const ADJECTIVE = /(?:ent|ant|ful|ous|ive|ing|ed|able|ible|al|ic|less|ly|cult|ex|ern|ure|ise)$/;

/** Kinds of edits that leave the words as they are: another spelling, another case, other spaces. */
const SPELLING = new Set(["R:SPELL", "R:ORTH"]);

/** Whether an edit of this kind only spells the same words otherwise. */
export function isSpelling(kind: string): boolean {
  return SPELLING.has(kind);
}

/**
 * Kind of an edit in ERRANT's vocabulary (Bryant et al. 2017): M (missing), U (unnecessary) or R
 * (replaced), then the class. Judged from the strings alone, without a tagger: a class is named
 * where word lists or endings show it, else the kind is OTHER.
 */
export function editKind(edit: EditContext): string {
  const original = edit.original.trim();
  const replacement = edit.replacement.trim();
  const operation = original === "" ? "M" : replacement === "" ? "U" : "R";
  if (original === replacement) return "R:ORTH";
  return `${operation}:${operation === "R" ? replacedClass(edit) : wordClass(edit, original || replacement)}`;
}

/** Class of words put in or taken out. */
function wordClass(edit: EditContext, text: string): string {
  const found = wordsOf(text);
  const next = wordsOf(edit.after)[0] ?? "";
  if (found.length === 0) {
    return /^['\u2019]$/.test(text) && /\p{L}$/u.test(edit.before) ? "NOUN:POSS" : "PUNCT";
  }
  if (found.join(" ") === "to" && isVerb(next)) return "VERB:FORM";
  if (/^(?:more|most)$/.test(found.join(" ")) && (/e(?:r|st)$/.test(next) || ADJECTIVE.test(next)))
    return "ADJ:FORM";
  for (const [name, list] of CLASSES) if (found.every((word) => list.has(word))) return name;
  if (found.every((word) => AUXILIARIES.has(word))) return "VERB:TENSE";
  if (found.every(isVerb)) return "VERB";
  return found.every(isAdverb) ? "ADV" : "OTHER";
}

function replacedClass(edit: EditContext): string {
  const a = wordsOf(edit.original);
  const b = wordsOf(edit.replacement);
  if (a.length === 0 && b.length === 0) return "PUNCT";
  if (letters(a) === letters(b)) return sameLetters(edit, a, b);
  if (a.toSorted().join(" ") === b.toSorted().join(" ")) return "WO";
  if (a.length === 1 && b.length === 1) return wordPair(edit, a[0] as string, b[0] as string);
  for (const [name, list] of CLASSES) {
    if ([...a, ...b].every((word) => list.has(word))) return name;
  }
  return severalWords(a, b);
}

function severalWords(a: readonly string[], b: readonly string[]): string {
  const last = [a.at(-1) ?? "", b.at(-1) ?? ""] as const;
  const degrees = [a[0], b[0]].filter((word) => word === "more" || word === "most");
  if (degrees.length === 1 && a.length + b.length === 3 && sharedAdjective(...last)) {
    return "ADJ:FORM";
  }
  if (a[1] === "of" && `${a[0]}'ve` === b.join(" ")) return "CONTR";
  if (isInfinitive(a) !== isInfinitive(b) && sharedVerb(...last)) return "VERB:FORM";
  const main = (list: readonly string[]) => list.filter((word) => !AUXILIARIES.has(word));
  const [p, q] = [main(a), main(b)];
  if (p.length <= 1 && q.length <= 1) {
    const same = p[0] === q[0] || sharedVerb(p[0] ?? "", q[0] ?? "") !== undefined;
    if (same && p.length < a.length + b.length - q.length) return "VERB:TENSE";
  }
  return similarity(letters(a), letters(b)) >= 0.7 ? "SPELL" : "OTHER";
}

function isInfinitive([first, ...more]: readonly string[]): boolean {
  return first === "to" && more.length === 1;
}

/** The letters are the same: case, spaces, hyphens, apostrophes or other marks differ. */
function sameLetters(edit: EditContext, a: readonly string[], b: readonly string[]): string {
  const marks = (text: string) => text.replace(/[\p{L}\p{M}\p{N}\s'\u2019-]/gu, "");
  if (marks(edit.original) !== marks(edit.replacement)) return "PUNCT";
  const apostrophes = (text: string) => text.replace(/[^'\u2019]/g, "").length;
  if (apostrophes(edit.original) === apostrophes(edit.replacement)) return "ORTH";
  return contractionClass(a.join(" "), b.join(" ")) ?? "NOUN:POSS";
}

/** A contraction for a possessive that sounds the same is a matter of the contraction. */
function contractionClass(a: string, b: string): string | undefined {
  if (POSSESSIVE.test(b) && areConfused(a, b) && a.includes("'")) return "PRON";
  return CONTRACTION.test(b) && (areConfused(a, b) || a === letters([b])) ? "CONTR" : undefined;
}

function wordPair(edit: EditContext, a: string, b: string): string {
  const contraction = contractionClass(a, b);
  if (contraction !== undefined) return contraction;
  if (areConfused(a, b)) return "OTHER";
  for (const [name, list] of CLASSES) if (list.has(a) && list.has(b)) return name;
  if (a.replace(/'s?$/, "") === b.replace(/'s?$/, "")) return "NOUN:POSS";
  if (plainSpelling(a) === plainSpelling(b)) return "SPELL";
  const noun = misinflectedNoun(a);
  if (noun !== undefined && (noun === b || isPluralPair(noun, b))) return "NOUN:INFL";
  const verb = verbPairClass(edit, a, b);
  if (verb !== undefined) return verb;
  if (isPluralPair(a, b)) return "NOUN:NUM";
  if (MODALS.has(a) && MODALS.has(b)) return "VERB:TENSE";
  if (sharedAdjective(a, b) !== undefined) return "ADJ:FORM";
  if (sharesStem(a, b)) return "MORPH";
  const known = [ENGLISH_WORDS, PREPOSITIONS, PRONOUNS, ADVERBS].some((list) => list.has(a));
  const close = editDistance(a, b) <= 2 && Math.max(a.length, b.length) > 3;
  if (!known && !isVerb(a) && (close || similarity(a, b) >= 0.6)) return "SPELL";
  if (isVerb(a) && isVerb(b)) return "VERB";
  return isAdverb(a) && isAdverb(b) ? "ADV" : "OTHER";
}

/** Consonants once and -ize for -ise: "stoped" and "stopped" differ in nothing else. */
function plainSpelling(word: string): string {
  return word.replace(/([b-df-hj-np-tv-z])\1/g, "$1").replace(/is(?=e[ds]?$|ing$|ations?$)/, "iz");
}

/** True for an adverb made of an adjective: "easily" of "easy". */
export function isAdverbOf(adverb: string, adjective: string): boolean {
  return adverb === `${adjective.replace(/(?<=[^aeiou])y$/, "i")}ly`;
}

function isAdverb(word: string): boolean {
  return ADVERBS.has(word) || /..ly$/.test(word);
}

const ENDINGS =
  /^(?:|e|y|t|ly|ily|al|ally|ful|fully|less|ness|ment|ance|ence|ant|ent|ion|tion|ation|ity|ous|ive|able|ible|ing|ed|ce|cy|ic|ical|er|or|ist|ism)$/;
/** Endings of the same meaning: one for the other is a misspelling. */
const VARIANTS = /^[ea]nts?$|^[ea]nces?$|^[ai]ble$|^[eo]r$/;

/** Same beginning, other ending: quick and quickly, differ and difference. */
function sharesStem(a: string, b: string): boolean {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  const [x, y] = [a.slice(same), b.slice(same)];
  if (isAdverbOf(a, b) || isAdverbOf(b, a)) return true;
  const variants = x.length === y.length && VARIANTS.test(x) && VARIANTS.test(y);
  return same >= 4 && !variants && ENDINGS.test(x) && ENDINGS.test(y);
}

function letters(list: readonly string[]): string {
  return list.join("").replace(/['-]/g, "");
}
