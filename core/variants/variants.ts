import { nounOrVerbVariants } from "./noun-or-verb.js";
import { GROUPS, type Variant } from "./words.js";

/** A word that has another spelling elsewhere, in lower case. */
interface Counterpart {
  readonly other: string;
  /** Variants in which the word, and in which the other spelling, is right. */
  readonly rightIn: readonly Variant[];
  readonly otherRightIn: readonly Variant[];
  readonly isAmbiguous: boolean;
}

const COUNTERPARTS = new Map<string, Counterpart>();
for (const { pairs, endings = "|s", american, british, isAmbiguous = false } of GROUPS) {
  for (const pair of pairs.split(" ")) {
    const [ours = "", theirs = ""] = pair.split("/");
    for (const ending of endings.split("|")) {
      const [b, a] = [ours + ending, theirs + ending];
      COUNTERPARTS.set(b, { other: a, rightIn: british, otherRightIn: american, isAmbiguous });
      COUNTERPARTS.set(a, { other: b, rightIn: american, otherRightIn: british, isAmbiguous });
    }
  }
}

/** Verbs in "-ise" and their forms. */
const ISE = /^(.+[^aeiou])i([sz])(e|es|ed|er|ers|ing|able|ations?|ational|ationally)$/;
/** Words in "-ise" or "-ize" that are spelt so everywhere. */
const ONE_WAY =
  /^(?:adv|advert|appr|ar|caps|chast|chem|circumc|clockw|compr|comprom|conc|cr|dem|desp|dev|downs|enterpr|exc|exerc|expert|franch|improv|inc|likew|merchand|mort|otherw|outs|overs|parad|pract|pr|prec|prem|prom|repr|res|rev|sunr|superv|surm|surpr|telev|treat|ups)$/;
/** Shorter ones may be other words ("anise") or names ("Denise"). */
const MIN_SURE_STEM = 4;
/** Oxford's spelling, "-ize", is right in Britain too. */
const ISE_VARIANTS = ["en-GB", "en-AU"] as const;
const IZE_VARIANTS = ["en-US", "en-CA", "en-GB"] as const;

function counterpartOf(word: string): Counterpart | undefined {
  const listed = COUNTERPARTS.get(word);
  if (listed) return listed;
  const [, stem = "", letter, ending = ""] = ISE.exec(word) ?? [];
  if (letter === undefined || ONE_WAY.test(stem)) return undefined;
  const other = `${stem}i${letter === "s" ? "z" : "s"}${ending}`;
  const [rightIn, otherRightIn] =
    letter === "s" ? [ISE_VARIANTS, IZE_VARIANTS] : [IZE_VARIANTS, ISE_VARIANTS];
  return { other, rightIn, otherRightIn, isAmbiguous: stem.length < MIN_SURE_STEM };
}

/**
 * A replacement in the writer's spelling: a word of the original that only went over to another
 * variant's spelling ("colour" to "color") goes back, unless the variant asked for says otherwise;
 * a word that is new is spelt as the variant asked for has it. Where noun and verb are spelt apart
 * ("practice", "practise"), a spelling that no variant has there is a mistake, and stays corrected.
 * @param variant the one asked for; undefined keeps what the writer has.
 * @param context text of the sentence before the original.
 */
export function keepVariant(
  original: string,
  replacement: string,
  variant: Variant | undefined,
  context = "",
): string {
  const before = new Set(words(original).map(([text]) => text.toLowerCase()));
  let result = "";
  let at = 0;
  for (const { 0: text, index: start } of words(replacement)) {
    const word = text.toLowerCase();
    const counterpart = before.has(word)
      ? undefined
      : counterpartAfter(context + replacement.slice(0, start), word);
    if (counterpart && isToRespell(counterpart, before, variant)) {
      result += replacement.slice(at, start) + withCaseOf(text, counterpart.other);
      at = start + text.length;
    }
  }
  return result + replacement.slice(at);
}

/** The counterpart of a word in its place: noun and verb may differ. */
function counterpartAfter(before: string, word: string): Counterpart | undefined {
  const counterpart = counterpartOf(word);
  const rightIn = counterpart && nounOrVerbVariants(word, before);
  const otherRightIn = counterpart && nounOrVerbVariants(counterpart.other, before);
  return rightIn && otherRightIn
    ? { other: counterpart.other, rightIn, otherRightIn, isAmbiguous: false }
    : counterpart;
}

/** @param counterpart of a word that the replacement brings. */
function isToRespell(
  { other, rightIn, otherRightIn, isAmbiguous }: Counterpart,
  before: ReadonlySet<string>,
  variant: Variant | undefined,
): boolean {
  if (before.has(other)) {
    return variant === undefined ? otherRightIn.length > 0 : otherRightIn.includes(variant);
  }
  return variant !== undefined && !isAmbiguous && !rightIn.includes(variant);
}

/** Words without their hyphens and apostrophes: "colour" of "colour-coded". */
function words(text: string): RegExpExecArray[] {
  return [...text.matchAll(/\p{L}+/gu)];
}

function withCaseOf(model: string, word: string): string {
  if (model.length > 1 && model === model.toUpperCase()) return word.toUpperCase();
  const isCapital = model.charAt(0) !== model.charAt(0).toLowerCase();
  return isCapital ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}
