/**
 * Why decoding a target stopped. Only "end" gives a correction; after any other the sentence is
 * left as it was, because a model that runs on or goes round in circles is wrong from the start.
 */
export type StopReason = "end" | "length" | "repetition";

/** A target may grow to this times its source's tokens, plus `SPARE_TOKENS`. */
const GROWTH = 1.5;
const SPARE_TOKENS = 20;

/** Longest repeated unit looked for, in tokens. */
const MAX_PERIOD = 8;
/** A unit said this often in a row ... */
const MIN_REPEATS = 4;
/** ... over at least this many tokens is a loop, unless the source says it as well. */
const MIN_LOOP_TOKENS = 12;

/**
 * The rule, asked after each token, so that every search stops at the same place.
 * @param input decoder input: start token, then `length` target tokens (more may follow).
 * @param source token ids of the sentence, the end token last.
 */
export function stopReason(
  input: readonly number[],
  length: number,
  source: readonly number[],
  maxTargetTokens: number,
): StopReason | undefined {
  if (length >= maxTargetTokens || length > GROWTH * source.length + SPARE_TOKENS) return "length";
  return loops(input, length, source) ? "repetition" : undefined;
}

function loops(input: readonly number[], length: number, source: readonly number[]): boolean {
  for (let period = 1; period <= MAX_PERIOD; period++) {
    const span = Math.max(MIN_REPEATS * period, MIN_LOOP_TOKENS);
    if (span > length) break;
    let same = period;
    while (same < span && input[length - same] === input[length - same + period]) same++;
    if (same === span && !includesRun(source, input, length + 1 - span, length + 1)) return true;
  }
  return false;
}

function includesRun(
  source: readonly number[],
  input: readonly number[],
  start: number,
  end: number,
): boolean {
  for (let at = 0; at + end - start <= source.length; at++) {
    let i = start;
    while (i < end && source[at + i - start] === input[i]) i++;
    if (i === end) return true;
  }
  return false;
}
