import type { Rewrite, Rewriter } from "../../core/ports.js";
import { substitutingRewriter } from "../../functions/tests/util.js";

const MISTAKES = {
  "He have": "He has",
  recieve: "receive",
  "see car": "see a car",
  "was go": "was going",
};

/** Knows a few mistakes, a token a word, and what else than "has" might be meant. */
export function wordsRewriter(): Rewriter {
  const rewriter = substitutingRewriter(MISTAKES);
  return {
    ...rewriter,
    rewrite: async (...parameters) => (await rewriter.rewrite(...parameters)).map(byWord),
  };
}

function byWord(rewrite: Rewrite): Rewrite {
  const tokens = Array.from(rewrite.text.matchAll(/ ?[^ ]+/g), ({ 0: word, index: start }) => ({
    start,
    end: start + word.length,
    logProb: -0.1,
    alternatives: word === " has" ? [{ text: " had", logProb: -3 }] : [],
  }));
  return { ...rewrite, tokens };
}
