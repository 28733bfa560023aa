import { clauseAfter, clauseBefore, type EditContext, wordsOf } from "../edit-context.js";
import { isVerb, misinflectedVerb, sharedVerb, type VerbForm } from "../inflection.js";
import { MODALS } from "../lexicon/grammar.js";
import { governorOf } from "../verb-kind.js";
import { quote } from "./quote.js";
import { subjectOf } from "./subject.js";

const FORM_NAMES: Readonly<Record<VerbForm, string>> = {
  base: "base form",
  third: "-s form",
  past: "past form",
  participle: "past participle",
  ing: "-ing form",
};

/** Words that tell of a time, by the tense they call for. */
const PAST_TIME =
  /\byesterday\b|\b(?:\p{L}+ )?\p{L}+ ago\b|\blast (?:night|week|month|year|summer|winter|spring|autumn|\p{Lu}\p{L}+)\b|\bin (?:1\d|20)\d\d\b/iu;
const FUTURE_TIME = /\btomorrow\b|\bnext (?:week|month|year|summer|winter|spring|\p{Lu}\p{L}+)\b/iu;
const PERFECT_TIME =
  /\bsince (?:\d{4}|\p{L}+)|\bfor (?:\p{L}+|\d+) (?:hours|days|weeks|months|years)\b/iu;

/** Verbs that describe a feeling by their participle and its cause by their -ing form. */
const FEELING =
  /^(?:amaz|annoy|bor|confus|depress|disappoint|embarrass|excit|exhaust|fascinat|frighten|frustrat|interest|relax|satisf|shock|surpris|terrif|tir|worr)(?:y|i)?(?:ing|ed)$/;

/** Adjectives that an -ing form follows. */
const TAKES_ING = /^(?:worth|busy)$/;

/** Agreement: “He” takes “has”. */
export function agreementMessage(edit: EditContext): string {
  const verb = quote(edit.replacement);
  const subject = subjectOf(edit);
  if (subject !== undefined) return `${quote(subject)} takes ${verb}`;
  const there = clauseBefore(edit).at(-1) ?? "";
  if (/^there$/i.test(there)) {
    return `After ${quote(there)}, the verb agrees with what follows: ${verb}`;
  }
  return `The verb should agree with its subject: ${verb}, not ${quote(edit.original)}`;
}

/** A form that does not exist: “goed” is not a form of “go”. */
export function inflectionMessage({ original, replacement }: EditContext): string {
  const lemma = misinflectedVerb(original.trim().toLowerCase());
  const of = lemma === undefined ? "" : ` of ${quote(lemma)}`;
  return `${quote(original)} is not a form${of}: write ${quote(replacement)}`;
}

/** Tense: “Yesterday” calls for the past tense. */
export function tenseMessage(edit: EditContext): string {
  const { original, replacement, before, after } = edit;
  const next = quote(clauseAfter(edit)[0] ?? "");
  if (replacement.trim() === "") {
    return next === quote("")
      ? `Leave out ${quote(original)}`
      : `${next} needs no ${quote(original)} before it`;
  }
  const tense = tenseOf(edit);
  const time = timeFor(tense, [before, after]);
  if (time !== undefined && tense !== undefined) {
    return `${quote(time)} calls for the ${tense}: ${quote(replacement)}`;
  }
  if (original.trim() === "") return `The verb needs ${quote(replacement)} before ${next}`;
  const fits = tense === undefined ? "Another form of the verb fits" : `The ${tense} fits`;
  return `${fits} here: ${quote(replacement)}, not ${quote(original)}`;
}

/** Form: After “can” comes the base form: “swim”. */
export function formMessage(edit: EditContext): string {
  const { original, replacement } = edit;
  const governor = governorOf(edit);
  const previous = clauseBefore(edit).at(-1);
  const next = clauseAfter(edit)[0] ?? "";
  if (replacement.trim() === "") {
    const after =
      governor && MODALS.has(governor.word.toLowerCase()) ? ` after ${quote(governor.word)}` : "";
    return `Leave out ${quote(original)}${after}: ${quote(next)} stands alone`;
  }
  if (original.trim() === "" && previous !== undefined) {
    return `${quote(previous)} is followed by ${quote(replacement)}: ${quote(`${replacement.trim()} ${next}`)}`;
  }
  const [a = "", b = ""] = [wordsOf(original).at(-1), wordsOf(replacement).at(-1)];
  if (FEELING.test(a) && FEELING.test(b)) {
    const [feeling, cause] = b.endsWith("ed") ? [replacement, original] : [original, replacement];
    return `${quote(feeling)} tells how someone feels, ${quote(cause)} what causes it: use ${quote(replacement)} here`;
  }
  const infinitive = /^to /i.test(replacement);
  const form = infinitive ? "infinitive" : FORM_NAMES[formOf(a, b, governor?.takes)];
  const behind = settling(edit, infinitive ? undefined : formOf(a, b, governor?.takes));
  if (behind === undefined) return `Use the ${form} ${quote(replacement)}, not ${quote(original)}`;
  return `After ${quote(behind)} comes the ${form}: ${quote(replacement)}`;
}

function formOf(a: string, b: string, takes: readonly VerbForm[] = []): VerbForm {
  const form = sharedVerb(a, b)?.[1] ?? "base";
  return form === "past" && takes.includes("participle") ? "participle" : form;
}

/** The word before that asks for the form: a governor of it, or another verb. */
function settling(edit: EditContext, form: VerbForm | undefined): string | undefined {
  const governor = governorOf(edit);
  if (governor !== undefined) {
    return form === undefined || governor.takes.includes(form) ? governor.word : undefined;
  }
  const previous = clauseBefore(edit).at(-1);
  const word = previous?.toLowerCase() ?? "";
  return isVerb(word) || TAKES_ING.test(word) ? previous : undefined;
}

/** Name of the tense that the new words make, where they or the word after them show it. */
function tenseOf(edit: EditContext): string | undefined {
  const words = wordsOf(edit.replacement);
  const [first = "", ...more] = words;
  if (first === "will") return "future";
  if (first === "have" || first === "has") return "present perfect";
  if (first === "had" && (more.length > 0 || edit.original.trim() === "")) return "past perfect";
  if (more.at(-1)?.endsWith("ing"))
    return /^w/.test(first) ? "past continuous" : "present continuous";
  const [a = "", b = ""] = [wordsOf(edit.original).at(-1), words.at(-1)];
  if (words.length !== 1 || a === "") return undefined;
  const form = sharedVerb(a, b)?.[1];
  if (form === "past" || form === "participle") return "past tense";
  return form === "base" || form === "third" ? "present tense" : undefined;
}

function timeFor(tense: string | undefined, around: readonly string[]): string | undefined {
  const pattern =
    tense === "past tense" ? PAST_TIME : tense === "future" ? FUTURE_TIME : PERFECT_TIME;
  if (tense === undefined || tense.startsWith("present t") || tense.endsWith("s")) return undefined;
  return around.flatMap((text) => pattern.exec(text)?.[0] ?? [])[0];
}
