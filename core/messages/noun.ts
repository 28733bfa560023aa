import { clauseAfter, clauseBefore, type EditContext, wordsOf } from "../edit-context.js";
import { isPluralOf, misinflectedNoun, sharedAdjective } from "../inflection.js";
import { BEFORE_PLURAL, BEFORE_SINGULAR, UNCOUNTABLE_NOUNS } from "../lexicon/grammar.js";
import { quote } from "./quote.js";

/** How many words may stand between a number and its noun. */
const REACH_WORDS = 2;
const NUMBERS = /^(?:[2-9]|[1-9]\d+)$/;
const SUBJECT_FORM = /^(?:i|he|she|we|they|who)$/;
const OBJECT_FORM = /^(?:me|him|us|them|whom)$/;

/** Number: “two” is followed by a plural. */
export function numberMessage(edit: EditContext): string {
  const { original, replacement } = edit;
  const plural = isPluralOf(replacement.trim().toLowerCase(), original.trim().toLowerCase());
  const number = plural ? "plural" : "singular";
  const list = plural ? BEFORE_PLURAL : BEFORE_SINGULAR;
  const near = clauseBefore(edit);
  const oneOf = /\bone of (?:the|my|your|his|her|its|our|their|these|those)(?: \p{L}+)?$/iu.exec(
    near.join(" "),
  );
  if (plural && oneOf) return `${quote("one of")} is followed by a plural: ${quote(replacement)}`;
  const quantity = near
    .slice(-1 - REACH_WORDS)
    .findLast((word) => list.has(word.toLowerCase()) || (plural && NUMBERS.test(word)));
  if (quantity !== undefined) {
    return `${quote(quantity)} is followed by a ${number}: ${quote(replacement)}`;
  }
  return `The ${number} fits here: ${quote(replacement)}, not ${quote(original)}`;
}

/** A plural that does not exist: The plural of “child” is “children”. */
export function pluralMessage({ original, replacement }: EditContext): string {
  const noun = misinflectedNoun(original.trim().toLowerCase());
  if (noun !== undefined && UNCOUNTABLE_NOUNS.has(noun)) return `${quote(noun)} has no plural`;
  if (noun === replacement.trim().toLowerCase()) return `The singular is ${quote(replacement)}`;
  return `The plural of ${quote(noun ?? original)} is ${quote(replacement)}`;
}

/** Possession: the apostrophe that shows it, or that is out of place. */
export function possessiveMessage(edit: EditContext): string {
  const { original, replacement, before } = edit;
  const owner = /[\p{L}\p{M}\p{N}]+$/u.exec(before)?.[0] ?? "";
  if (replacement.trim() === "") return `No apostrophe is needed here: ${quote(owner)}`;
  if (original.trim() === "") {
    return `Show possession with an apostrophe: ${quote(owner + replacement.trim())}`;
  }
  if (/['\u2019]/.test(replacement)) {
    return `Show possession with an apostrophe: ${quote(replacement)}`;
  }
  return `No apostrophe is needed here: ${quote(replacement)}`;
}

/** Articles and other determiners. */
export function determinerMessage(edit: EditContext): string {
  const { original, replacement } = edit;
  const next = clauseAfter(edit)[0] ?? "";
  if (replacement.trim() === "") {
    return next === ""
      ? `Leave out ${quote(original)}`
      : `${quote(next)} needs no ${quote(original)} here`;
  }
  const shown = `${replacement.trim()} ${next}`;
  if (original.trim() === "") {
    return /e?st$/i.test(next) && sharedAdjective(next.toLowerCase(), "best") !== undefined
      ? `A superlative takes ${quote(replacement)}: ${quote(shown)}`
      : `${quote(next)} needs ${quote(replacement)} before it: ${quote(shown)}`;
  }
  const pair = `${original.trim()} ${replacement.trim()}`.toLowerCase();
  if (pair === "a an") return `${quote("an")} stands before a vowel sound: ${quote(shown)}`;
  if (pair === "an a") return `${quote("a")} stands before a consonant sound: ${quote(shown)}`;
  if (
    next === "" ||
    /^(?:an?|the)$/i.test(replacement.trim()) !== /^(?:an?|the)$/i.test(original.trim())
  ) {
    return `The word that fits is ${quote(replacement)}, not ${quote(original)}`;
  }
  return `${quote(next)} goes with ${quote(replacement)}, not ${quote(original)}`;
}

/** Subject and object forms, and pronouns otherwise. */
export function pronounMessage({ original, replacement }: EditContext): string {
  const [a = "", b = ""] = [wordsOf(original)[0], wordsOf(replacement)[0]];
  if (OBJECT_FORM.test(a) && SUBJECT_FORM.test(b)) {
    return `The subject form is ${quote(replacement)}, not ${quote(original)}`;
  }
  if (SUBJECT_FORM.test(a) && OBJECT_FORM.test(b)) {
    return `The object form is ${quote(replacement)}, not ${quote(original)}`;
  }
  return `The pronoun here is ${quote(replacement)}, not ${quote(original)}`;
}

/** Comparison: “bigger” is a comparative already. */
export function comparisonMessage(edit: EditContext): string {
  const { original, replacement } = edit;
  const next = clauseAfter(edit)[0] ?? "";
  if (replacement.trim() === "") {
    const degree = /est$/i.test(next) ? "superlative" : "comparative";
    return `${quote(next)} is a ${degree} already: leave out ${quote(original)}`;
  }
  if (original.trim() === "")
    return `The comparison needs ${quote(replacement)} before ${quote(next)}`;
  const shared = sharedAdjective(wordsOf(original).at(-1) ?? "", wordsOf(replacement).at(-1) ?? "");
  if (shared === undefined || shared[1].degree === "positive") {
    return `The form is ${quote(replacement)}, not ${quote(original)}`;
  }
  return `The ${shared[1].degree} of ${quote(shared[1].lemma)} is ${quote(replacement)}`;
}
