import type { EditContext } from "./edit-context.js";

/** What is wrong, by class; the words follow. */
const REASONS: Readonly<Record<string, string>> = {
  SPELL: "Possible spelling mistake",
  ORTH: "Capitals, spaces or hyphens",
  PUNCT: "Punctuation",
  CONTR: "The contraction needs its apostrophe",
  "NOUN:POSS": "Possessive form",
  "NOUN:NUM": "Singular or plural",
  "VERB:SVA": "The verb should agree with its subject",
  "VERB:TENSE": "Verb tense",
  "VERB:FORM": "Verb form",
  VERB: "Choice of verb",
  DET: "Article or determiner",
  PREP: "Preposition",
  PRON: "Pronoun",
  CONJ: "Conjunction",
  "ADJ:FORM": "Comparative form",
  MORPH: "Form of the word",
  WO: "Word order",
};

/**
 * One sentence that tells a reader what to change and why.
 * @param kind as `editKind` gives it.
 */
export function editMessage(edit: EditContext, kind: string): string {
  const reason = isRepeated(edit) ? "Repeated word" : (REASONS[kind.slice(2)] ?? "Wording");
  return `${reason}: ${advice(edit)}.`;
}

function isRepeated({ original, replacement, before, after }: EditContext): boolean {
  const word = original.trim().toLowerCase();
  if (word === "" || replacement.trim() !== "") return false;
  return (
    before.toLowerCase().trimEnd().endsWith(` ${word}`) ||
    before.toLowerCase().trim() === word ||
    after.toLowerCase().trimStart().startsWith(`${word} `)
  );
}

function advice({ original, replacement, before, after }: EditContext): string {
  const from = original.trim();
  const to = replacement.trim();
  if (from === to) {
    return to === "" ? spacing(original, replacement) : `write \u201c${to}\u201d with one space`;
  }
  if (from === "") return `add \u201c${to}\u201d ${place(replacement, before, after)}`;
  if (to === "") return `leave out \u201c${from}\u201d`;
  return `\u201c${from}\u201d should be \u201c${to}\u201d`;
}

function spacing(original: string, replacement: string): string {
  if (original === "") return "add a space";
  return replacement === "" ? "remove the space" : "one space is enough";
}

/** Where an insertion goes, by the word next to it. */
function place(replacement: string, before: string, after: string): string {
  const next = /^\s*([\p{L}\p{M}\p{N}'\u2019-]+)/u.exec(after)?.[1];
  const previous = /([\p{L}\p{M}\p{N}'\u2019-]+)\s*$/u.exec(before.slice(-60))?.[1];
  const isWord = /[\p{L}\p{N}]/u.test(replacement);
  if (next !== undefined && (isWord || previous === undefined)) return `before \u201c${next}\u201d`;
  return previous === undefined ? "here" : `after \u201c${previous}\u201d`;
}
