import { clauseAfter, clauseBefore, type EditContext, wordsOf } from "../edit-context.js";
import {
  AUXILIARIES,
  CONJUNCTIONS,
  DETERMINERS,
  PREPOSITIONS,
  PRONOUNS,
  SUBJECTS,
  VERB_ADVERBS,
} from "../lexicon/grammar.js";

const RELATIVE = /^(?:who|that|which)$/;
const QUESTION = /^(?:what|where|when|why|how)$/;
/** "A lot of people": the noun behind "of" is the subject, so the head tells nothing. */
const QUANTITY = /\b(?:lot|lots|number|plenty|majority|most|some|all|half|rest|couple)$/;
/** "This year sales": the determiner is not that of the subject. */
const TIME = /^\S+ (?:morning|evening|day|week|month|year|time) /i;
const MAX_WORDS = 4;

/**
 * The subject of a verb as it is written, where a rule of word order shows it: a pronoun before the
 * verb, a pronoun or noun after the verb of a question, or a noun with its determiner.
 */
export function subjectOf(edit: EditContext): string | undefined {
  const written = clauseBefore(edit);
  while (VERB_ADVERBS.has(lower(written.at(-1)))) written.pop();
  const previous = lower(written.at(-1));
  if (written.length === 0 || QUESTION.test(previous)) return subjectAfter(edit);
  if (RELATIVE.test(previous) || previous === "there") return undefined;
  if (SUBJECTS.has(previous)) return written.at(-1);
  return nounPhrase(written);
}

function subjectAfter(edit: EditContext): string | undefined {
  if (!AUXILIARIES.has(lower(edit.replacement))) return undefined;
  const [first = "", second] = clauseAfter(edit);
  if (SUBJECTS.has(first.toLowerCase())) return first;
  return DETERMINERS.has(first.toLowerCase()) && second ? `${first} ${second}` : undefined;
}

/** The words from the last determiner on, up to the first preposition; or a noun that stands alone. */
function nounPhrase(written: readonly string[]): string | undefined {
  const boundary = written.findLastIndex(
    (word) => CONJUNCTIONS.has(lower(word)) && !/^(?:and|or|as|than)$/i.test(word),
  );
  const clause = written.slice(boundary + 1);
  const preposition = clause.findIndex((word) => PREPOSITIONS.has(lower(word)));
  const phrase = preposition < 0 ? clause : clause.slice(0, preposition);
  if (phrase.some((word) => /^(?:and|or)$/i.test(word))) return undefined;
  const from = phrase.findLastIndex((word) => DETERMINERS.has(lower(word)));
  const subject = phrase.slice(Math.max(0, from));
  const bare =
    from < 0 && subject.some((word) => PRONOUNS.has(lower(word)) && !/^one$/i.test(word));
  const tooLong = subject.length > (from < 0 ? 1 : MAX_WORDS);
  const text = subject.join(" ");
  if (TIME.test(text)) return undefined;
  return text === "" || bare || tooLong || QUANTITY.test(text.toLowerCase()) ? undefined : text;
}

function lower(word: string | undefined): string {
  return wordsOf(word ?? "")[0] ?? "";
}
