import { type Candidate, findCandidates } from "./candidates.js";
import type { Lexicon } from "./lexicon.js";

/** What may have been meant, with the logarithm of how likely that is, up to a constant. */
export interface Suggestion {
  readonly text: string;
  readonly score: number;
  readonly cost: number;
  readonly logCount: number;
}

/** Log likelihood lost per unit of cost. */
const COST_WEIGHT = 6;
/** Log likelihood lost where a name is meant though no capital was typed. */
const NAME_LOSS = 3;
const SPLIT_COST = 0.4;
/** Least log count of the parts of a split: about 150 uses. */
const COMMON_LOG_COUNT = 5;
/** Log count of all words that the lexicon was made from. */
const LOG_TOTAL = 16.6;
/** A cheap search is enough where it finds a word at this cost. */
const NEAR_COST = 1.4;
const NEAR_ENOUGH = 0.8;
/** Words that are often run together with the one before or after. */
const RUN_TOGETHER = new Set(
  "a all an and any as at be by each every for i in is it more my no not of on so some the to up your".split(
    " ",
  ),
);

/** Likeliest first, at most `count`. @param typed an unknown word in lower case. */
export function suggest(
  lexicon: Lexicon,
  typed: string,
  nameWanted: boolean,
  count: number,
): Suggestion[] {
  const words = search(lexicon, typed).map(({ index, cost }) => {
    const logCount = lexicon.logCount(index);
    const loss = lexicon.isName(index) && !nameWanted ? NAME_LOSS : 0;
    const score = logCount - COST_WEIGHT * cost - loss;
    return { text: lexicon.spelling(index), score, cost, logCount };
  });
  return [...words, ...splits(lexicon, typed)]
    .toSorted((a, b) => b.score - a.score)
    .slice(0, count);
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

/** Two words with the space left out, one of them among those that are often run together. */
function splits(lexicon: Lexicon, typed: string): Suggestion[] {
  const found: Suggestion[] = [];
  for (let at = 1; at < typed.length; at++) {
    const parts = [typed.slice(0, at), typed.slice(at)];
    if (!parts.some((part) => RUN_TOGETHER.has(part))) continue;
    const [first, second] = parts.map((part) => commonWord(lexicon, part));
    if (first === undefined || second === undefined) continue;
    const logCount = first + second - LOG_TOTAL;
    const score = logCount - COST_WEIGHT * SPLIT_COST;
    found.push({ text: parts.join(" "), score, cost: SPLIT_COST, logCount });
  }
  return found;
}

/** Log count of a common word that is no name; undefined for others and for stray letters. */
function commonWord(lexicon: Lexicon, word: string): number | undefined {
  const index = lexicon.indexOf(word);
  if (index < 0 || lexicon.isName(index) || (word.length < 3 && !RUN_TOGETHER.has(word))) {
    return undefined;
  }
  const logCount = lexicon.logCount(index);
  return logCount >= COMMON_LOG_COUNT ? logCount : undefined;
}
