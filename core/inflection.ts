import {
  ALSO_REGULAR_VERBS,
  IRREGULAR_COMPARISONS,
  IRREGULAR_PLURALS,
  IRREGULAR_VERBS,
  REGULAR_VERBS,
  UNCOUNTABLE_NOUNS,
} from "./lexicon/grammar.js";

export type VerbForm = "base" | "third" | "past" | "participle" | "ing";

/** A reading of a word as a form of a verb; `lemma` is its base. */
export interface VerbReading {
  readonly lemma: string;
  readonly form: VerbForm;
}

const BE: ReadonlyMap<string, VerbForm> = new Map([
  ["be", "base"],
  ["am", "third"],
  ["is", "third"],
  ["are", "base"],
  ["was", "past"],
  ["were", "past"],
  ["been", "participle"],
  ["being", "ing"],
]);

const irregular = new Map<string, VerbReading[]>();
for (const { base, past, participle } of IRREGULAR_VERBS) {
  for (const [word, form] of [
    [base, "base"],
    [past, "past"],
    [participle, "participle"],
  ] as const) {
    irregular.set(word, [...(irregular.get(word) ?? []), { lemma: base, form }]);
  }
}

const IRREGULAR: ReadonlySet<string> = new Set(IRREGULAR_VERBS.map(({ base }) => base));
const VERBS: ReadonlySet<string> = new Set([...REGULAR_VERBS, ...IRREGULAR]);

const plurals = new Map(IRREGULAR_PLURALS.map(({ singular, plural }) => [singular, plural]));

/**
 * All readings of a lower-case word as a verb form, by its ending: the lemmas need be no words
 * ("apple" read as a past of "appl" does no harm, since a reading counts only when two words share it).
 */
export function verbReadings(word: string): VerbReading[] {
  const be = BE.get(word);
  if (be !== undefined) return [{ lemma: "be", form: be }];
  if (word === "has") return [{ lemma: "have", form: "third" }];
  const readings: VerbReading[] = [...(irregular.get(word) ?? []), { lemma: word, form: "base" }];
  for (const lemma of stripped(word, "s")) readings.push({ lemma, form: "third" });
  for (const lemma of stripped(word, "ed")) {
    readings.push({ lemma, form: "past" }, { lemma, form: "participle" });
  }
  for (const lemma of stripped(word, "ing")) readings.push({ lemma, form: "ing" });
  return readings;
}

/** The two forms in which both words are the same verb, if they are. */
export function sharedVerb(a: string, b: string): [VerbForm, VerbForm] | undefined {
  for (const first of verbReadings(a)) {
    const second = verbReadings(b).find(({ lemma }) => lemma === first.lemma);
    if (second !== undefined) return [first.form, second.form];
  }
  return undefined;
}

/** True when one word is the plural of the other. */
export function isPluralPair(a: string, b: string): boolean {
  return (
    plurals.get(a) === b || plurals.get(b) === a || hasEnding(a, b, "s") || hasEnding(b, a, "s")
  );
}

/** True for a form of one of the frequent verbs that we list. */
export function isVerb(word: string): boolean {
  return verbReadings(word).some(({ lemma }) => lemma === "be" || VERBS.has(lemma));
}

/** The verb of which a word is a regular form that does not exist: "go" of "goed". */
export function misinflectedVerb(word: string): string | undefined {
  return stripped(word, "ed").find(
    (lemma) => IRREGULAR.has(lemma) && !ALSO_REGULAR_VERBS.has(lemma) && !REGULAR_VERBS.has(lemma),
  );
}

/** The noun of which a word is a plural that does not exist: "child" of "childs". */
export function misinflectedNoun(word: string): string | undefined {
  return stripped(word, "s").find((noun) => UNCOUNTABLE_NOUNS.has(noun) || plurals.has(noun));
}

/** True when a word is the plural of a noun rather than its singular. */
export function isPluralOf(word: string, singular: string): boolean {
  return plurals.get(singular) === word || hasEnding(word, singular, "s");
}

export type Degree = "positive" | "comparative" | "superlative";

/** A reading of a word as a degree of an adjective or adverb; `lemma` is its positive. */
export interface DegreeReading {
  readonly lemma: string;
  readonly degree: Degree;
}

/** The readings in which both words are degrees of the same adjective, if they are. */
export function sharedAdjective(a: string, b: string): [DegreeReading, DegreeReading] | undefined {
  for (const first of degreeReadings(a)) {
    const second = degreeReadings(b).find(({ lemma }) => lemma === first.lemma);
    if (second !== undefined) return [first, second];
  }
  return undefined;
}

function degreeReadings(word: string): DegreeReading[] {
  const readings: DegreeReading[] = [{ lemma: word, degree: "positive" }];
  for (const { base, comparative, superlative } of IRREGULAR_COMPARISONS) {
    if (word === comparative) readings.push({ lemma: base, degree: "comparative" });
    if (word === superlative) readings.push({ lemma: base, degree: "superlative" });
  }
  for (const lemma of stripped(word, "er")) readings.push({ lemma, degree: "comparative" });
  for (const lemma of stripped(word, "est")) readings.push({ lemma, degree: "superlative" });
  return readings;
}

function hasEnding(word: string, stem: string, ending: "s"): boolean {
  return stripped(word, ending).includes(stem);
}

/** Stems to which an ending may have been added: with e or y restored, a doubled letter undone. */
function stripped(word: string, ending: "s" | "ed" | "ing" | "er" | "est"): string[] {
  if (!word.endsWith(ending) || word.length < ending.length + 2) return [];
  const stem = word.slice(0, -ending.length);
  const stems = [stem];
  if (ending === "s") {
    if (stem.endsWith("ie")) stems.push(`${stem.slice(0, -2)}y`);
    if (/(?:[sxzo]|ch|sh)e$/.test(stem)) stems.push(stem.slice(0, -1));
    return stems;
  }
  stems.push(`${stem}e`);
  if (stem.endsWith("i")) stems.push(`${stem.slice(0, -1)}y`);
  if (/([bdfgklmnprstvz])\1$/.test(stem)) stems.push(stem.slice(0, -1));
  return stems;
}
