import { type Candidate, findCandidates } from "./candidates.js";
import type { Lexicon } from "./lexicon.js";

/** What may have been meant, with the logarithm of how likely that is, up to a constant. */
export interface Suggestion {
  readonly text: string;
  readonly score: number;
  readonly cost: number;
  /** Natural logarithm of how often the word was counted. */
  readonly logCount: number;
  readonly isName: boolean;
}

/** Log likelihood lost per unit of cost. */
const COST_WEIGHT = 6;
/** Log likelihood lost where a name is meant though no capital was typed. */
const NAME_LOSS = 3;
/** A cheap search is enough where it finds a word at this cost. */
const NEAR_COST = 1.4;
const NEAR_ENOUGH = 0.8;

/** Words of this many letters or less are mostly abbreviations: only common words are meant. */
const SHORT = 3;
/** Log count of a common word: about 3,000 uses. */
const COMMON_LOG_COUNT = 8;

/**
 * What may have been meant, likeliest first, at most `count`: log frequency less the cost of writing
 * it so, as in a noisy channel.
 * @param typed an unknown word in lower case.
 * @param capital whether it was written with one.
 */
export function suggest(
  lexicon: Lexicon,
  typed: string,
  capital: boolean,
  count: number,
): Suggestion[] {
  const least = typed.length <= SHORT ? COMMON_LOG_COUNT : 0;
  const near = search(lexicon, typed).filter(({ index }) => lexicon.logCount(index) >= least);
  const found = near.map(({ index, cost }) => {
    const logCount = lexicon.logCount(index);
    const isName = lexicon.isName(index);
    const score = logCount - COST_WEIGHT * cost - (isName && !capital ? NAME_LOSS : 0);
    return { text: lexicon.spelling(index), score, cost, logCount, isName };
  });
  return found.toSorted((a, b) => b.score - a.score).slice(0, count);
}

function search(lexicon: Lexicon, typed: string): Candidate[] {
  const most = maxCost(typed.length);
  if (most > NEAR_COST) {
    const near = findCandidates(lexicon, typed, NEAR_COST);
    if (near.some(({ cost }) => cost <= NEAR_ENOUGH)) return near;
  }
  return findCandidates(lexicon, typed, most);
}

/** The longer a word, the worse it may be misspelt. */
function maxCost(length: number): number {
  if (length <= 3) return 1;
  if (length === 4) return 1.6;
  return length <= 7 ? 2.2 : 2.8;
}
