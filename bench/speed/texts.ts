import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { OWN_SENTENCES, withMistakes } from "./own-sentences.js";

const REGRESSIONS = fileURLToPath(
  new URL("../../core/testdata/regressions.jsonl", import.meta.url),
);

/** Numbers of mistakes in the same sentences. */
export const MISTAKE_COUNTS = [0, 1, 3, 8] as const;

/** Number of sentences of each set that the repository makes. */
export const OWN_COUNT = OWN_SENTENCES.length;

/** A set of sentences and how it is called in the results. */
export interface TextSet {
  readonly name: string;
  readonly sentences: readonly string[];
}

/**
 * JFLEG's development sentences, shuffled, where the data is there; else the repository's own.
 * @param data folder that holds `eval_dev/jfleg_dev/dev.src`.
 */
export function mainSet(data: string | undefined): TextSet {
  if (data === undefined) {
    const lines = readFileSync(REGRESSIONS, "utf8").trim().split("\n");
    const sentences = [
      ...lines.map((line) => (JSON.parse(line) as { source: string }).source),
      ...OWN_SENTENCES.flatMap((sentence) => MISTAKE_COUNTS.map((n) => withMistakes(sentence, n))),
    ];
    return { name: "the repository's sentences", sentences: shuffled(sentences) };
  }
  const lines = readFileSync(join(data, "eval_dev/jfleg_dev/dev.src"), "utf8").trim().split("\n");
  const sentences = lines.map(detokenise).filter((line) => line.split(" ").length >= 2);
  return { name: "JFLEG dev", sentences: shuffled(sentences) };
}

/** The same sentences with more and more mistakes. */
export function mistakenSets(): ReadonlyMap<number, readonly string[]> {
  const rows = MISTAKE_COUNTS.map(
    (count) => [count, OWN_SENTENCES.map((one) => withMistakes(one, count))] as const,
  );
  return new Map(rows);
}

/**
 * Sentences of a given number of tokens, from the right ones above strung together and cut off.
 * @param count of the tokens of a text.
 */
export async function sentenceOfLength(
  first: number,
  tokens: number,
  count: (text: string) => Promise<number>,
): Promise<string> {
  const strung = OWN_SENTENCES.map((_, i) => OWN_SENTENCES[(first + i) % OWN_COUNT])
    .map((sentence) => sentence?.right.replace(/\.$/, ""))
    .join(", and ");
  const words = strung.split(" ");
  const prefix = (length: number) => words.slice(0, length).join(" ");
  let [end, beyond] = [1, words.length];
  while (beyond - end > 1) {
    const middle = Math.floor((end + beyond) / 2);
    if ((await count(prefix(middle))) <= tokens) end = middle;
    else beyond = middle;
  }
  return `${prefix(end).replace(/,$/, "")}.`;
}

/** Whole sentences, one after the other and from the first again, up to a number of UTF-16 units. */
export function document(
  sentences: readonly string[],
  units: number,
): { readonly text: string; readonly count: number } {
  let text = "";
  for (let count = 0; ; count++) {
    const sentence = ended(sentences[count % sentences.length] as string);
    if (text.length + sentence.length + 1 > units) return { text, count };
    text += `${text === "" ? "" : " "}${sentence}`;
  }
}

/** As many different sentences as asked for: a number is set before each that came already. */
export function different(sentences: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const sentence = sentences[i % sentences.length] as string;
    const turn = Math.floor(i / sentences.length);
    return turn === 0 ? sentence : `${turn}. ${sentence}`;
  });
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** JFLEG's spaces before punctuation taken out: writers type none. */
function detokenise(line: string): string {
  return line
    .replace(/ (n't|'s|'re|'ve|'ll|'d|'m)\b/gi, "$1")
    .replace(/ ([.,;:!?%)\]])/g, "$1")
    .replace(/([([$]) /g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

/** Fisher and Yates' shuffle with a fixed seed: any first part is a fair sample. */
function shuffled(sentences: readonly string[]): string[] {
  const result = [...sentences];
  let state = 2026;
  for (let i = result.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (i + 1));
    [result[i], result[other]] = [result[other] as string, result[i] as string];
  }
  return result;
}
