import type { AlignedEdit } from "./edits.js";
import type { Rewrite, RewriteToken } from "./ports.js";
import { overlaps, type Span } from "./span.js";

type Scored = Pick<RewriteToken, "logProb" | "keepLogProb">;

/**
 * How sure the model is of an edit: the probability (0..1) of the least certain token that its
 * replacement spans. What follows counts as well where the edit takes something away, since
 * leaving it out is seen only in the token that comes next. 1 where the model tells nothing.
 */
export function editConfidence(original: string, edit: AlignedEdit, rewrite: Rewrite): number {
  const logProbs = scoredIn(original, edit, rewrite).map(({ logProb }) => logProb);
  return Math.min(1, Math.exp(Math.min(0, ...logProbs)));
}

/**
 * How much speaks for a mistake in an edit's place (0..1): the mean, in log-odds, of the edit's confidence and of the
 * probability that the model gives to anything but the source's own token, where it first leaves it. A model may be sure
 * that something is wrong and torn between two ways to put it right; GECToR judges sentences by the probability of
 * an error, too (Omelianchuk et al. 2020, arXiv 2005.12592, its `min_error_probability`). The confidence alone where the
 * model does not tell the one probability, or another judge set the other (`core/spelling/`).
 */
export function editEvidence(original: string, edit: AlignedEdit, rewrite: Rewrite): number {
  const confidence = editConfidence(original, edit, rewrite);
  const scored = scoredIn(original, edit, rewrite);
  const changed = scored.find(({ logProb, keepLogProb }) => keepLogProb !== logProb);
  const isTold = scored.every(({ keepLogProb }) => keepLogProb !== undefined);
  if (changed?.keepLogProb === undefined || !isTold) return confidence;
  const error = -Math.expm1(changed.keepLogProb);
  return 1 / (1 + Math.exp(-(logit(error) + logit(confidence)) / 2));
}

/** Probabilities nearer to 0 and 1 say nothing more. */
const LEAST_PROBABILITY = 1e-5;

/** Log-odds of a probability (0..1). */
export function logit(probability: number): number {
  const p = Math.min(Math.max(probability, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY);
  return Math.log(p / (1 - p));
}

/** What the model says of the tokens that an edit rests on, in order. */
function scoredIn(original: string, edit: AlignedEdit, rewrite: Rewrite): Scored[] {
  const place = withoutSpace(rewrite.text, edit.target);
  const scored: Scored[] = tokensIn(rewrite, place);
  if (original.trimEnd().startsWith(edit.replacement.trimEnd())) {
    const { endLogProb, endKeepLogProb } = rewrite;
    const next = rewrite.tokens.find((token) => token.end > place.end);
    scored.push(next ?? { logProb: endLogProb, keepLogProb: endKeepLogProb });
  }
  return scored;
}

/**
 * Other words the model thought of where an edit is one whole token, likeliest first. An edit of
 * several tokens has none: its parts alone are no words. Nor has one in place of several words: what is left out
 * with "have finish" to "finished" would stay with "has".
 */
export function editAlternatives(original: string, edit: AlignedEdit, rewrite: Rewrite): string[] {
  if (/\S\s+\S/.test(original)) return [];
  const place = withoutSpace(rewrite.text, edit.target);
  const [token, ...more] = tokensIn(rewrite, place);
  if (token === undefined || more.length > 0) return [];
  const written = rewrite.text.slice(token.start, token.end);
  if (written.trim() !== rewrite.text.slice(place.start, place.end)) return [];
  const lead = written.startsWith(" ");
  const before = edit.replacement.slice(0, place.start - edit.target.start);
  const after = edit.replacement.slice(before.length + place.end - place.start);
  return token.alternatives
    .filter(({ text }) => text.startsWith(" ") === lead && /^ ?[\p{L}']+$/u.test(text))
    .map(({ text }) => before + text.trim() + after)
    .filter((text) => text !== original && text !== edit.replacement);
}

function tokensIn(rewrite: Rewrite, place: Span): RewriteToken[] {
  return rewrite.tokens.filter((token) => token.end > token.start && overlaps(token, place));
}

function withoutSpace(text: string, span: Span): Span {
  const part = text.slice(span.start, span.end);
  const start = span.start + part.length - part.trimStart().length;
  return { start, end: Math.max(start, span.start + part.trimEnd().length) };
}
