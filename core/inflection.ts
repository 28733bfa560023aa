import { IRREGULAR_PLURALS, IRREGULAR_VERBS } from "./lexicon/grammar.js";

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

/** True when one word is a comparative or superlative of the other, or they of each other. */
export function isComparisonPair(a: string, b: string): boolean {
  const stems = (word: string): string[] => [
    word,
    ...stripped(word, "er"),
    ...stripped(word, "est"),
  ];
  return a !== b && stems(a).some((stem) => stems(b).includes(stem));
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
