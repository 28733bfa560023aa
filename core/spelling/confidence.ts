import type { Suggestion } from "./suggest.js";

interface Weights {
  readonly bias: number;
  readonly cost: number;
  readonly margin: number;
  readonly logCount: number;
  readonly length: number;
  readonly name: number;
}

/** Logistic models, fitted on misspellings and on right words that the lexicon lacks. */
const LOWER: Weights = {
  bias: -1.5,
  cost: -2.21,
  margin: 0.29,
  logCount: 0.29,
  length: 0.39,
  name: 0,
};
/** A word with a capital may be a name that the lexicon lacks, most of all one like another name. */
const CAPITAL: Weights = {
  bias: -5.35,
  cost: -3.08,
  margin: 0.17,
  logCount: 0.35,
  length: 0.83,
  name: -3.16,
};
const MAX_MARGIN = 8;
const MAX_LENGTH = 10;

/**
 * Probability (0..1) that an unknown word was meant to be the best suggestion.
 * @param second the next best; undefined where there is none.
 * @param length letters of the unknown word.
 * @param capital whether it has a capital.
 */
export function respellingConfidence(
  best: Suggestion,
  second: Suggestion | undefined,
  length: number,
  capital: boolean,
): number {
  const weights = capital ? CAPITAL : LOWER;
  const margin = Math.min(MAX_MARGIN, best.score - (second?.score ?? Number.NEGATIVE_INFINITY));
  const logit =
    weights.bias +
    weights.cost * best.cost +
    weights.margin * margin +
    weights.logCount * best.logCount +
    weights.length * Math.min(MAX_LENGTH, length) +
    (best.isName ? weights.name : 0);
  return 1 / (1 + Math.exp(-logit));
}
