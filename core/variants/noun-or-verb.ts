import { wordsOf } from "../edit-context.js";
import { DETERMINERS, SUBJECTS } from "../lexicon/grammar.js";
import { governorOf } from "../verb-kind.js";
import { VARIANTS, type Variant } from "./words.js";

/** Where a spelling is right as a noun, and where as a verb. */
interface Uses {
  readonly noun: readonly Variant[];
  readonly verb: readonly Variant[];
}

const ABROAD = ["en-GB", "en-AU", "en-CA"] as const;

/** Pairs that differ between noun and verb outside America, which spells both alike. */
const USES: ReadonlyMap<string, Uses> = new Map(
  ["", "s"].flatMap((ending): [string, Uses][] => [
    [`practice${ending}`, { noun: VARIANTS, verb: ["en-US"] }],
    [`practise${ending}`, { noun: [], verb: ABROAD }],
    [`licence${ending}`, { noun: ABROAD, verb: [] }],
    [`license${ending}`, { noun: ["en-US"], verb: VARIANTS }],
  ]),
);

/** Determiners that stand for a noun as well: "some practise daily". */
const ALONE = /^(?:all|both|few|fewer|many|most|several|some|that|these|this|those|what|which)$/;
/** "due to practice": "to" that is no infinitive's. */
const TO_IS_PREPOSITION = /\b(?:due|according|thanks|contrary|prior|owing|close|closer) to\s*$/i;
/** What stands between a determiner and "practice" or "licence", as a rule. */
const BEFORE_NOUN =
  /^(?:best|good|bad|common|standard|usual|normal|general|medical|legal|private|daily|regular|current|driving|fishing|software|open|new|old|valid|in|into|out|of|for|with|without|from|under|by|on)$/;

/**
 * Variants in which a spelling such as "practise" is right where it stands; undefined where it is
 * no such word.
 * @param before text of the sentence before it: it tells noun from verb, where it is clear.
 */
export function nounOrVerbVariants(word: string, before: string): readonly Variant[] | undefined {
  const uses = USES.get(word);
  if (!uses) return undefined;
  if (isVerbAfter(before)) return uses.verb;
  if (isNounAfter(before)) return uses.noun;
  return VARIANTS.filter((variant) => uses.noun.includes(variant) || uses.verb.includes(variant));
}

function isVerbAfter(before: string): boolean {
  const takes = governorOf({ before, original: "", replacement: "", after: "" })?.takes ?? [];
  return (takes.includes("base") && !TO_IS_PREPOSITION.test(before)) || isSubject(lastWord(before));
}

/** "That" and "which" may be determiners as well. */
function isSubject(word: string): boolean {
  return SUBJECTS.has(word) && !DETERMINERS.has(word);
}

function isNounAfter(before: string): boolean {
  const last = lastWord(before);
  return (
    (DETERMINERS.has(last) && !ALONE.test(last)) ||
    /\p{L}(?:'s|s')$/u.test(last) ||
    BEFORE_NOUN.test(last) ||
    TO_IS_PREPOSITION.test(before)
  );
}

function lastWord(before: string): string {
  return wordsOf(before).at(-1) ?? "";
}
