import { clauseAfter, clauseBefore, type EditContext } from "./edit-context.js";
import { isAdverbOf } from "./kind.js";
import { areConfused } from "./lexicon/confusions.js";
import { AUXILIARIES } from "./lexicon/grammar.js";
import {
  comparisonMessage,
  determinerMessage,
  numberMessage,
  pluralMessage,
  possessiveMessage,
  pronounMessage,
} from "./messages/noun.js";
import { quote } from "./messages/quote.js";
import { agreementMessage, formMessage, inflectionMessage, tenseMessage } from "./messages/verb.js";
import { contractionMessage, orthographyMessage, punctuationMessage } from "./messages/writing.js";

/** What words the sentence, by the class of the edit; words may be put in, taken out or replaced. */
const ANY: Readonly<Record<string, (edit: EditContext) => string>> = {
  ORTH: orthographyMessage,
  PUNCT: punctuationMessage,
  "NOUN:POSS": possessiveMessage,
  "VERB:FORM": formMessage,
  "VERB:TENSE": tenseMessage,
  DET: determinerMessage,
  "ADJ:FORM": comparisonMessage,
};

/** The same for classes whose words for a replacement hold for nothing else. */
const REPLACED: Readonly<Record<string, (edit: EditContext) => string>> = {
  ...ANY,
  SPELL: ({ original, replacement }) =>
    `${quote(original)} looks misspelt: did you mean ${quote(replacement)}?`,
  CONTR: contractionMessage,
  "NOUN:INFL": pluralMessage,
  "NOUN:NUM": numberMessage,
  "VERB:SVA": agreementMessage,
  "VERB:INFL": inflectionMessage,
  PRON: pronounMessage,
  PREP: prepositionMessage,
  CONJ: (edit) => `The conjunction that fits is ${instead(edit)}`,
  VERB: (edit) => `The verb that fits is ${instead(edit)}`,
  ADV: (edit) => `The adverb that fits is ${instead(edit)}`,
  MORPH: morphologyMessage,
  WO: ({ replacement }) => `The word order should be ${quote(replacement)}`,
};

/**
 * One sentence that names the words and tells a reader what to change and why.
 * @param kind as `editKind` gives it.
 */
export function editMessage(edit: EditContext, kind: string): string {
  const text = sentence(edit, kind.slice(2));
  return text.endsWith("?") ? text : `${text}.`;
}

function sentence(edit: EditContext, name: string): string {
  const { original, replacement } = edit;
  const [from, to] = [original.trim(), replacement.trim()];
  if (isRepeated(edit)) return `${quote(from)} is written twice`;
  if (from !== "" && to !== "" && areConfused(plain(from), plain(to)) && name !== "CONTR") {
    return `${quote(from)} and ${quote(to)} are easily confused: ${quote(to)} fits here`;
  }
  const words = (from !== "" && to !== "") || from === to ? REPLACED[name] : ANY[name];
  if (words !== undefined) return words(edit);
  const next = clauseAfter(edit)[0];
  if (from === "")
    return `Add ${quote(to)}${next === undefined ? afterWord(edit) : ` before ${quote(next)}`}`;
  if (to !== "" && plain(from).endsWith(` ${plain(to)}`)) {
    return `${quote(to)} needs no ${quote(from.slice(0, -to.length))} before it`;
  }
  return to === "" ? `Leave out ${quote(from)}${afterWord(edit)}` : `Write ${instead(edit)}`;
}

/** The word before tells which preposition; a form of "be" does not, and the word after does. */
function prepositionMessage(edit: EditContext): string {
  const next = clauseAfter(edit)[0];
  const previous = clauseBefore(edit).at(-1)?.toLowerCase() ?? "";
  const isOpen = previous === "" || AUXILIARIES.has(previous);
  const place = isOpen && next !== undefined ? ` before ${quote(next)}` : afterWord(edit);
  return `The preposition${place} is ${instead(edit)}`;
}

function morphologyMessage(edit: EditContext): string {
  const [a, b] = [plain(edit.original), plain(edit.replacement)];
  if (isAdverbOf(b, a)) return `The adverb is ${instead(edit)}`;
  if (isAdverbOf(a, b)) return `The adjective is ${instead(edit)}`;
  return `The form that fits is ${instead(edit)}`;
}

function instead({ original, replacement }: EditContext): string {
  return `${quote(replacement)}, not ${quote(original)}`;
}

function afterWord(edit: EditContext): string {
  const previous = clauseBefore(edit).at(-1);
  return previous === undefined ? "" : ` after ${quote(previous)}`;
}

function plain(text: string): string {
  return text.trim().toLowerCase().replaceAll("\u2019", "'");
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
