import { clauseBefore, type EditContext, wordsOf } from "./edit-context.js";
import {
  isPluralPair,
  isVerb,
  misinflectedVerb,
  sharedVerb,
  type VerbForm,
  verbReadings,
} from "./inflection.js";
import {
  AUXILIARIES,
  BEFORE_PLURAL,
  DETERMINERS,
  MODALS,
  PREPOSITIONS,
  SUBJECTS,
  VERB_ADVERBS,
} from "./lexicon/grammar.js";

/** A word that settles the form of the verb after it: a modal, "to", "have", "be", "for". */
export interface Governor {
  /** As it is written. */
  readonly word: string;
  readonly takes: readonly VerbForm[];
}

/** After these "to" is a preposition ("look forward to"). */
const BEFORE_PREPOSITION_TO = /^(?:forward|addicted|accustomed|committed|opposed|dedicated)$/;
/** What begins an object, and stands between no two nouns. */
const ARTICLE = /^(?:an?|the|my|your|his|its|our|their|me|him|us|them)$/;
const SUBJECT_PRONOUN = /^(?:i|you|he|she|it|we|they)$/;

/** The word before the edit that settles the form of a verb in its place, if there is one. */
export function governorOf(edit: EditContext): Governor | undefined {
  const written = clauseBefore(edit);
  while (VERB_ADVERBS.has(wordsOf(written.at(-1) ?? "")[0] ?? "")) written.pop();
  const [word = "", previous = ""] = wordsOf(written.slice(-2).toReversed().join(" "));
  const shown = written.at(-1) ?? "";
  // "Did you see": the auxiliary stands before the subject.
  if (SUBJECT_PRONOUN.test(word) && /^(?:do|does|did|don't|doesn't|didn't)$/.test(previous)) {
    return { word: written.at(-2) ?? "", takes: ["base"] };
  }
  if (word === "to") {
    return { word: shown, takes: [BEFORE_PREPOSITION_TO.test(previous) ? "ing" : "base"] };
  }
  if (MODALS.has(word) || /^(?:do|does|did)(?:n't)?$/.test(word)) {
    return { word: shown, takes: ["base"] };
  }
  if (/^(?:have|has|had)(?:n't)?$/.test(word)) return { word: shown, takes: ["participle"] };
  if (/^(?:am|be|been|being|(?:is|are|was|were)(?:n't)?)$/.test(word)) {
    return { word: shown, takes: ["ing", "participle"] };
  }
  if (/^(?:for|of|in|by|without|about|after|before|from|at|on)$/.test(word)) {
    return { word: shown, takes: ["ing"] };
  }
  return undefined;
}

/** Class of the change from one form of a verb to another; undefined for words of no one verb. */
export function verbPairClass(edit: EditContext, a: string, b: string): string | undefined {
  const positive = (word: string): string => word.replace(/n'?t$/, "");
  const verb = sharedVerb(a, b) ?? sharedVerb(positive(a), positive(b));
  if (verb === undefined) return undefined;
  if (misinflectedVerb(a) !== undefined) return "VERB:INFL";
  const nouns = isPluralPair(a, b);
  if (isGoverned(edit, a, b) && (!nouns || isVerb(b))) return "VERB:FORM";
  if (isAgreement(a, b, verb)) return !nouns || standsForVerb(edit, a, b) ? "VERB:SVA" : undefined;
  if (nouns) return undefined;
  return verb.includes("ing") || verb.includes("participle") ? "VERB:FORM" : "VERB:TENSE";
}

/** True when the word before asks for the form that the new word is. */
function isGoverned(edit: EditContext, a: string, b: string): boolean {
  const takes = governorOf(edit)?.takes ?? [];
  const lemmas = verbReadings(a).map(({ lemma }) => lemma);
  return verbReadings(b).some(({ lemma, form }) => takes.includes(form) && lemmas.includes(lemma));
}

function isAgreement(a: string, b: string, [x, y]: readonly [VerbForm, VerbForm]): boolean {
  if (x === "past" && y === "past") return a !== b && /^w/.test(a);
  return (x === "base" && y === "third") || (x === "third" && y === "base") || (x === y && a !== b);
}

/** For a pair in -s that may be noun or verb: what stands before decides. */
function standsForVerb(edit: EditContext, a: string, b: string): boolean {
  if (AUXILIARIES.has(a) && AUXILIARIES.has(b)) return true;
  const before = wordsOf(edit.before.slice(-60)).at(-1) ?? "";
  if (SUBJECTS.has(before) || VERB_ADVERBS.has(before)) return true;
  if (DETERMINERS.has(before) || PREPOSITIONS.has(before)) return false;
  const next = wordsOf(edit.after.slice(0, 30))[0] ?? "";
  const takesObject = !BEFORE_PLURAL.has(before) && ARTICLE.test(next);
  return before !== "" && (isVerb(a) || isVerb(b) || takesObject);
}
