import type { Suggestion } from "../suggestions.js";

/** A suggestion for words at a place. */
export function suggest(
  start: number,
  original: string,
  replacement: string,
  type = "R:OTHER",
): Suggestion {
  const end = start + original.length;
  return {
    start,
    end,
    original,
    replacement,
    type,
    confidence: 0.9,
    message: "",
    alternatives: [],
  };
}
