import type { Suggestion } from "./suggest.js";

/** Logistic model, fitted on misspellings and on right words that the lexicon lacks. */
const WEIGHTS = {
  bias: -1.5,
  cost: -2.21,
  margin: 0.29,
  logCount: 0.29,
  length: 0.39,
  capital: -3.2,
};
const MAX_MARGIN = 8;
const MAX_LENGTH = 10;

/**
 * Probability (0..1) that an unknown word was meant to be the best suggestion.
 * @param second the next best; undefined where there is none.
 * @param length letters of the unknown word.
 * @param capital whether it has a capital, and may be a name.
 */
export function respellingConfidence(
  best: Suggestion,
  second: Suggestion | undefined,
  length: number,
  capital: boolean,
): number {
  const margin = Math.min(MAX_MARGIN, best.score - (second?.score ?? Number.NEGATIVE_INFINITY));
  const logit =
    WEIGHTS.bias +
    WEIGHTS.cost * best.cost +
    WEIGHTS.margin * margin +
    WEIGHTS.logCount * best.logCount +
    WEIGHTS.length * Math.min(MAX_LENGTH, length) +
    (capital ? WEIGHTS.capital : 0);
  return 1 / (1 + Math.exp(-logit));
}
