import { clauseBefore, type EditContext, wordsOf } from "../edit-context.js";
import { quote } from "./quote.js";

const MARK_NAMES: Readonly<Record<string, string>> = {
  ",": "comma",
  ";": "semicolon",
  ":": "colon",
  '"': "straight quotation mark",
  "\u201c": "opening quotation mark",
  "\u201d": "closing quotation mark",
};

/** Short forms and what they stand for, by their endings. */
const CONTRACTED: readonly (readonly [RegExp, string])[] = [
  [/'re$/, " are"],
  [/^(it|who|that|what|there|here|where|how|he|she)'s$/, " is"],
];

/** Capitals, spaces and hyphens. */
export function orthographyMessage(edit: EditContext): string {
  const [from, to] = [edit.original.trim(), edit.replacement.trim()];
  if (from === to) return to === "" ? spacing(edit) : `Write ${quote(to)} with one space`;
  if (from.toLowerCase() === to.toLowerCase()) return capitals(edit, from, to);
  const [a, b] = [from.split(/\s+/).length, to.split(/\s+/).length];
  const hyphens = (text: string): number => text.split("-").length;
  if (hyphens(to) > hyphens(from)) return `${quote(to)} is written with a hyphen`;
  if (a < b)
    return `${quote(from)} is written as ${b === 2 ? "two" : "several"} words: ${quote(to)}`;
  if (a > b) return `${quote(from)} is written as one word: ${quote(to)}`;
  return `${quote(to)} is written without a hyphen`;
}

function spacing({ original, replacement, before, after }: EditContext): string {
  const beside = `${/\S+$/u.exec(before)?.[0] ?? ""}`;
  if (original === "") return beside === "" ? "Add a space" : `Add a space after ${quote(beside)}`;
  const next = /^\S+/u.exec(after)?.[0] ?? "";
  if (replacement === "")
    return next === "" ? "Remove the space" : `No space before ${quote(next)}`;
  return "One space is enough";
}

function capitals({ before }: EditContext, from: string, to: string): string {
  if (to === "I" || /^I['\u2019]/.test(to)) return `The pronoun ${quote("I")} is always a capital`;
  if (to === to.toLowerCase()) return `${quote(to)} needs no capital here`;
  const opens = before.trim() === "" || /[.!?]["')\u2019\u201d]*\s*$/.test(before);
  if (opens) return `A sentence begins with a capital: ${quote(to)}`;
  return `${quote(from)} is written ${quote(to)}`;
}

/** Marks between and after words. */
export function punctuationMessage(edit: EditContext): string {
  const [from, to] = [edit.original.trim(), edit.replacement.trim()];
  const previous = clauseBefore(edit).at(-1);
  const after = previous === undefined ? "" : ` after ${quote(previous)}`;
  if (/^[^\p{L}\p{N}]*[.!?]\s+\p{L}/u.test(to))
    return `A new sentence begins${after}: ${quote(to)}`;
  if (to === "?") return `A question ends with ${quote("?")}`;
  if (from === "" && /^[.!]$/.test(to)) {
    return edit.after.trim() === ""
      ? `The sentence should end with ${quote(to)}`
      : `A new sentence begins${after}: add ${quote(to)}`;
  }
  if (from === "") return `Add ${nameOf(to)}${after}`;
  const old = MARK_NAMES[from] ? `the ${MARK_NAMES[from]}` : quote(from);
  return to === "" ? `Leave out ${old}${after}` : `Use ${nameOf(to)} instead of ${old}${after}`;
}

function nameOf(mark: string): string {
  const name = MARK_NAMES[mark];
  if (name === undefined) return quote(mark);
  return `${name.startsWith("o") ? "an" : "a"} ${name}`;
}

/** “dont” needs an apostrophe; “your” for “you’re”. */
export function contractionMessage({ original, replacement }: EditContext): string {
  const word = wordsOf(replacement).join(" ");
  const ending = CONTRACTED.find(([pattern]) => pattern.test(word));
  const isOther = /^(?:its|your|their|whose)$/i.test(original.trim());
  if (isOther && ending !== undefined) {
    const long = replacement.trim().replace(/['\u2019]\p{L}+$/u, "") + ending[1];
    return `${quote(replacement)} is short for ${quote(long)}; ${quote(original)} tells whose`;
  }
  if (word.endsWith("'ve") && / of$/i.test(original.trim())) {
    const long = replacement.trim().replace(/['\u2019]ve$/i, " have");
    return `${quote(replacement)} is short for ${quote(long)}: there is no ${quote(original)}`;
  }
  return `${quote(original)} needs an apostrophe: ${quote(replacement)}`;
}
