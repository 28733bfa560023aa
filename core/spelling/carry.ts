import { type AlignedEdit, diffEdits } from "../edits.js";
import type { Rewrite, RewriteToken } from "../ports.js";
import { overlaps, type Span } from "../span.js";
import type { Respelling, RespeltSentence } from "./speller.js";

/**
 * The rewrite of a respelt sentence as one of the sentence before it was respelt: its tokens are
 * no surer of a respelt word than the speller was, and tell nothing of the word that was there. A word that the model left as it was respelt
 * becomes one token, whose alternatives are the speller's; of one that it changed again, how sure it
 * is that something was wrong is kept beside how sure the change is.
 */
export function carryRespellings(
  respelt: RespeltSentence,
  rewrite: Rewrite,
  alternatives: number,
): Rewrite {
  if (respelt.respellings.length === 0) return rewrite;
  const edits = diffEdits(respelt.text, rewrite.text);
  let misspelt = 0;
  const tokens = respelt.respellings.reduce((carried: readonly RewriteToken[], respelling) => {
    const changes = edits.filter((edit) => touches(edit, respelling));
    const place = placeOf(respelling, edits, changes);
    if (place.end <= place.start) return carried;
    const logProb = Math.log(respelling.confidence);
    if (changes.length > 0) {
      const written = rewrite.text.slice(place.start, place.end);
      if (written !== respelling.original) misspelt = Math.max(misspelt, respelling.confidence);
      return lower(carried, place, logProb);
    }
    return mergeTokens(carried, rewrite.text, place, logProb, respelling, alternatives);
  }, rewrite.tokens);
  return misspelt > 0 ? { ...rewrite, tokens, misspelt } : { ...rewrite, tokens };
}

function touches(edit: AlignedEdit, { start, end }: Span): boolean {
  return edit.start < end && edit.end > start;
}

/** Where a span of the respelt sentence stands in the rewrite. @param changes edits inside it. */
function placeOf(span: Span, edits: readonly AlignedEdit[], changes: readonly AlignedEdit[]): Span {
  const before = edits.findLast((edit) => edit.end <= span.start);
  const moved = before === undefined ? 0 : before.target.end - before.end;
  const first = changes[0];
  const last = changes.at(-1);
  const start = first && first.start <= span.start ? first.target.start : span.start + moved;
  if (last === undefined) return { start, end: span.end + moved };
  const rest = Math.max(0, span.end - last.end);
  return { start, end: last.target.end + rest };
}

function lower(tokens: readonly RewriteToken[], place: Span, logProb: number): RewriteToken[] {
  return tokens.map((token) =>
    overlaps(token, place)
      ? { ...token, logProb: Math.min(logProb, token.logProb), keepLogProb: undefined }
      : token,
  );
}

function mergeTokens(
  tokens: readonly RewriteToken[],
  text: string,
  place: Span,
  logProb: number,
  respelling: Respelling,
  alternatives: number,
): RewriteToken[] {
  const inside = tokens.filter((token) => overlaps(token, place));
  const start = Math.min(place.start, ...inside.map((token) => token.start));
  const end = Math.max(place.end, ...inside.map((token) => token.end));
  const lead = text.slice(start, place.start);
  // A token that holds more than the word and the space before it cannot be the word.
  if (lead.trim() !== "" || end > place.end) return lower(tokens, place, logProb);
  const merged: RewriteToken = {
    start,
    end,
    logProb: Math.min(logProb, ...inside.map((token) => token.logProb)),
    alternatives: respelling.alternatives
      .slice(0, alternatives)
      .map((other) => ({ text: lead + other.text, logProb: logProb + other.logRatio })),
  };
  const before = tokens.filter((token) => !inside.includes(token) && token.start < end);
  const after = tokens.filter((token) => !inside.includes(token) && token.start >= end);
  return [...before, merged, ...after];
}
