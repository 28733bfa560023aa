import { CandidateSearch, type Wanted } from "./candidates.js";
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
): readonly Suggestion[] {
  const search = new CandidateSearch(lexicon, typed);
  const leastLogCount = typed.length <= SHORT ? COMMON_LOG_COUNT : 0;
  const ranking = (floor: number) => new Ranking(lexicon, { count, capital, leastLogCount, floor });
  const most = maxCost(typed.length);
  let floor = Number.NEGATIVE_INFINITY;
  if (most > NEAR_COST) {
    const near = ranking(floor);
    search.run(NEAR_COST, near);
    if (near.isNear) return near.best;
    floor = near.lowest;
  }
  const all = ranking(floor);
  search.run(most, all);
  return all.best;
}

interface RankingOptions {
  readonly count: number;
  readonly capital: boolean;
  readonly leastLogCount: number;
  /** Score that `count` words are known to have. */
  readonly floor: number;
}

/** Keeps the likeliest words of a search, and has it pass over those that can be none of them. */
class Ranking implements Wanted {
  readonly best: Suggestion[] = [];
  /** Whether a word was found that is near enough. */
  isNear = false;
  readonly #lexicon: Lexicon;
  readonly #options: RankingOptions;

  constructor(lexicon: Lexicon, options: RankingOptions) {
    this.#lexicon = lexicon;
    this.#options = options;
  }

  /** Score of the least likely of the words kept, once there are as many as asked for. */
  get lowest(): number {
    const last = this.best[this.#options.count - 1];
    return last === undefined ? Number.NEGATIVE_INFINITY : last.score;
  }

  has(node: number, least: number): boolean {
    if (!this.isNear && least <= NEAR_ENOUGH) return true;
    const { leastLogCount, floor } = this.#options;
    const logCount = this.#lexicon.bestLogCount(node);
    const score = logCount - COST_WEIGHT * least;
    return logCount >= leastLogCount && score >= floor && score > this.lowest;
  }

  take(node: number, cost: number, word: () => string): void {
    const { count, capital, leastLogCount } = this.#options;
    if (cost <= NEAR_ENOUGH) this.isNear = true;
    const logCount = this.#lexicon.logCount(node);
    const isName = this.#lexicon.isName(node);
    const score = logCount - COST_WEIGHT * cost - (isName && !capital ? NAME_LOSS : 0);
    if (logCount < leastLogCount || score <= this.lowest) return;
    const text = this.#lexicon.spelling(node, word());
    const place = this.best.findIndex((other) => other.score < score);
    this.best.splice(place < 0 ? this.best.length : place, 0, {
      text,
      score,
      cost,
      logCount,
      isName,
    });
    if (this.best.length > count) this.best.pop();
  }
}

/** The longer a word, the worse it may be misspelt. */
function maxCost(length: number): number {
  if (length <= 3) return 1;
  if (length === 4) return 1.6;
  return length <= 7 ? 2.2 : 2.8;
}
