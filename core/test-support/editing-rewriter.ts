import type { Rewrite, Rewriter } from "../ports.js";
import { Random } from "./random.js";

const INSERTED = [
  "the",
  "very",
  "*",
  "_x_",
  "`",
  "<b>",
  "&amp;",
  "[a](b)",
  "#",
  "- ",
  "1. ",
  "$x$",
  "\\x",
  ",",
  "|",
  "%",
];

/** A model that changes nearly every sentence, often for the worse: what it is let do is what counts. */
export function editingRewriter(): Rewriter {
  return {
    info: { name: "editing", version: "000000000000", minConfidence: 0, minSentenceConfidence: 0 },
    rewrite: async (sentences) => sentences.map(rewrite),
    close: async () => undefined,
  };
}

function rewrite(sentence: string): Rewrite {
  const random = new Random(sentence.length * 31 + (sentence.codePointAt(0) ?? 0));
  const text = sentence
    .split(/(\s+)/)
    .map((piece) => change(random, piece))
    .join("");
  return {
    text,
    tokens: [{ start: 0, end: text.length, logProb: -0.01, alternatives: [] }],
    endLogProb: 0,
    stats: { decoderCalls: 1, sourceTokens: 1, targetTokens: 1 },
  };
}

function change(random: Random, piece: string): string {
  switch (random.int(0, 12)) {
    case 0:
      return `${piece}s`;
    case 1:
      return "";
    case 2:
      return `${piece} ${random.pick(INSERTED)}`;
    case 3:
      return `${piece}${random.pick(INSERTED)}`;
    case 4:
      return random.pick(INSERTED);
    case 5:
      return `${piece},`;
    case 6:
      return piece.toUpperCase();
    default:
      return piece;
  }
}
