import { logit } from "./confidence.js";

/** Share of a further edit's weight that counts for its sentence: edits of one sentence are seldom independent. */
const SHARE = 0.5;
/** Log-odds below its bar from which on an edit tells nothing: a fiftieth of the bar's odds. */
const REACH = 4;

/** An edit's evidence and the bar that it alone would have to reach, both 0..1. */
export interface Measured {
  readonly evidence: number;
  readonly bar: number;
}

/**
 * Whether enough speaks for mistakes in a sentence that its edits are made. Evidence above a bar, in log-odds, adds up
 * over edits, as in naive Bayes: what the surest has, and half of what each other has from `REACH` below its bar on.
 * So two edits that nearly reach their bars do together what one does that reaches it; a right sentence seldom has two.
 * @see docs/decisions/0012-evidence-of-a-sentence.md
 */
export function reachesBar(edits: readonly Measured[]): boolean {
  const [surest, ...others] = edits
    .map(({ evidence, bar }) => logit(evidence) - logit(bar))
    .toSorted((a, b) => b - a);
  if (surest === undefined) return false;
  const more = others.reduce((sum, margin) => sum + Math.max(0, margin + REACH), 0);
  return surest + SHARE * more >= 0;
}
