import { isComparisonPair, isPluralPair, sharedVerb } from "./inflection.js";
import {
  AUXILIARIES,
  CONJUNCTIONS,
  DETERMINERS,
  IRREGULAR_VERBS,
  MODALS,
  PREPOSITIONS,
  PRONOUNS,
  REGULAR_VERBS,
  SUBJECTS,
  VERB_ADVERBS,
} from "./lexicon/grammar.js";
import { ENGLISH_WORDS } from "./lexicon/languages.js";
import { editDistance, similarity } from "./similarity.js";

/** An edit with the words beside it; what `editKind` and `editMessage` judge by. */
export interface EditContext {
  readonly original: string;
  readonly replacement: string;
  /** Text of the sentence before the edit. */
  readonly before: string;
  /** Text of the sentence after the edit. */
  readonly after: string;
}

const CLASSES = [
  ["DET", DETERMINERS],
  ["PREP", PREPOSITIONS],
  ["PRON", PRONOUNS],
  ["CONJ", CONJUNCTIONS],
] as const;

const VERBS: ReadonlySet<string> = new Set([
  ...REGULAR_VERBS,
  ...IRREGULAR_VERBS.map(({ base }) => base),
]);

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
  if (found.length === 0) return "PUNCT";
  if (found.length === 1 && found[0] === "to" && VERBS.has(wordsOf(edit.after)[0] ?? "")) {
    return "VERB:FORM";
  }
  const next = wordsOf(edit.after)[0] ?? "";
  if (/^(?:more|most)$/.test(found.join(" ")) && /e(?:r|st)$/.test(next)) return "ADJ:FORM";
  for (const [name, list] of CLASSES) if (found.every((word) => list.has(word))) return name;
  if (found.every((word) => AUXILIARIES.has(word))) return "VERB:TENSE";
  if (found.every((word) => VERBS.has(word))) return "VERB";
  return "OTHER";
}

function replacedClass(edit: EditContext): string {
  const a = wordsOf(edit.original);
  const b = wordsOf(edit.replacement);
  if (a.length === 0 && b.length === 0) return "PUNCT";
  if (letters(a) === letters(b)) return sameLetters(edit, b);
  if (a.toSorted().join(" ") === b.toSorted().join(" ")) return "WO";
  const [x, y] = [a[0] ?? "", b[0] ?? ""];
  if (a.length === 1 && b.length === 1) return wordPair(edit, x, y);
  for (const [name, list] of CLASSES) {
    if ([...a, ...b].every((word) => list.has(word))) return name;
  }
  const main = (list: readonly string[]) => list.filter((word) => !AUXILIARIES.has(word));
  const [p, q] = [main(a), main(b)];
  if (p.length <= 1 && q.length <= 1) {
    const same = p[0] === q[0] || sharedVerb(p[0] ?? "", q[0] ?? "") !== undefined;
    if (same && p.length < a.length + b.length - q.length) return "VERB:TENSE";
  }
  return similarity(letters(a), letters(b)) >= 0.7 ? "SPELL" : "OTHER";
}

/** The letters are the same: case, spaces, hyphens, apostrophes or other marks differ. */
function sameLetters(edit: EditContext, replaced: readonly string[]): string {
  const marks = (text: string) => text.replace(/[\p{L}\p{M}\p{N}\s'\u2019-]/gu, "");
  if (marks(edit.original) !== marks(edit.replacement)) return "PUNCT";
  const apostrophes = (text: string) => text.replace(/[^'\u2019]/g, "").length;
  if (apostrophes(edit.original) === apostrophes(edit.replacement)) return "ORTH";
  const word = replaced.join(" ");
  if (/n't$|'(?:re|ll|ve|m|d)$/.test(word)) return "CONTR";
  return /^(?:it|that|what|who|there|here|he|she|let|where|how)'s$/.test(word)
    ? "CONTR"
    : "NOUN:POSS";
}

function wordPair(edit: EditContext, a: string, b: string): string {
  for (const [name, list] of CLASSES) if (list.has(a) && list.has(b)) return name;
  if (a.replace(/'s?$/, "") === b.replace(/'s?$/, "")) return "NOUN:POSS";
  const positive = (word: string): string => word.replace(/n'?t$/, "");
  const verb = sharedVerb(a, b) ?? sharedVerb(positive(a), positive(b));
  const agreement = verb !== undefined && isAgreement(a, b, verb);
  if (agreement && (!isPluralPair(a, b) || standsForVerb(edit, a, b))) return "VERB:SVA";
  if (isPluralPair(a, b)) return "NOUN:NUM";
  if (verb !== undefined) {
    if (verb.includes("ing") || verb.includes("participle") || MODALS.has(lastWord(edit.before))) {
      return "VERB:FORM";
    }
    return lastWord(edit.before) === "to" ? "VERB:FORM" : "VERB:TENSE";
  }
  if (MODALS.has(a) && MODALS.has(b)) return "VERB:TENSE";
  if (isComparisonPair(a, b)) return "ADJ:FORM";
  if (sharesStem(a, b)) return "MORPH";
  const known = ENGLISH_WORDS.has(a) || VERBS.has(a) || PREPOSITIONS.has(a) || PRONOUNS.has(a);
  const close = editDistance(a, b) <= 2 && Math.max(a.length, b.length) > 3;
  if (!known && (close || similarity(a, b) >= 0.6)) return "SPELL";
  return VERBS.has(a) && VERBS.has(b) ? "VERB" : "OTHER";
}

function isAgreement(a: string, b: string, [x, y]: readonly [string, string]): boolean {
  if (x === "past" && y === "past") return a !== b && /^w/.test(a);
  return (x === "base" && y === "third") || (x === "third" && y === "base") || (x === y && a !== b);
}

/** For a pair in -s that may be noun or verb: what stands before decides. */
function standsForVerb(edit: EditContext, a: string, b: string): boolean {
  const before = lastWord(edit.before);
  if (SUBJECTS.has(before) || VERB_ADVERBS.has(before)) return true;
  if (DETERMINERS.has(before) || PREPOSITIONS.has(before)) return false;
  return before !== "" && (VERBS.has(a) || VERBS.has(b));
}

/** Same beginning, other ending: quick and quickly, differ and difference. */
function sharesStem(a: string, b: string): boolean {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  const tails = [a.slice(same), b.slice(same)];
  return (
    same >= 4 &&
    tails.every((tail) =>
      /^(?:|e|y|t|ly|ily|al|ally|ful|fully|less|ness|ment|ance|ence|ant|ent|ion|tion|ation|ity|ous|ive|able|ible|ing|ed|ce|cy|ic|ical|er|or|ist|ism)$/.test(
        tail,
      ),
    )
  );
}

function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll("\u2019", "'")
      .match(/[\p{L}\p{M}\p{N}'-]+/gu) ?? []
  );
}

function letters(list: readonly string[]): string {
  return list.join("").replace(/['-]/g, "");
}

function lastWord(text: string): string {
  return wordsOf(text.slice(-60)).at(-1) ?? "";
}
