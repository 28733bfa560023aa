import { describe, expect, it } from "vitest";
import type { RewriteToken } from "../ports.js";
import { carryRespellings } from "./carry.js";
import type { RespeltSentence } from "./speller.js";

const NO_STATS = { decoderCalls: 1, sourceTokens: 1, targetTokens: 1 };
const RESPELT: RespeltSentence = {
  text: "He likes sciences much.",
  respellings: [
    {
      start: 9,
      end: 17,
      original: "scienses",
      confidence: 0.5,
      alternatives: [{ text: "silences", logRatio: -2 }],
    },
  ],
};

/** A rewrite whose tokens are the parts between the bars, each certain but for -0.01. */
function rewriteOf(marked: string) {
  const tokens: RewriteToken[] = [];
  let text = "";
  for (const part of marked.split("|")) {
    const start = text.length;
    text += part;
    tokens.push({ start, end: text.length, logProb: -0.01, keepLogProb: -5, alternatives: [] });
  }
  return { text, tokens, endLogProb: -0.01, stats: NO_STATS };
}

/** Text and probability of the tokens that are less certain than the model was. */
function unsure(marked: string, alternatives = 0) {
  const rewrite = carryRespellings(RESPELT, rewriteOf(marked), alternatives);
  return rewrite.tokens
    .filter(({ logProb }) => logProb < -0.1)
    .map((token) => [
      rewrite.text.slice(token.start, token.end),
      Math.exp(token.logProb).toFixed(2),
      token.alternatives.map(({ text }) => text).join(),
    ]);
}

describe("carryRespellings", () => {
  it.each([
    ["He| likes| sciences| much.", undefined],
    ["He| likes| science| much.", 0.5],
    ["He| likes| the sciences| much.", undefined],
    ["He| likes| scienses| much.", undefined],
  ])("%s: sure that a word is misspelt where the model has another for it", (marked, misspelt) => {
    expect(carryRespellings(RESPELT, rewriteOf(marked), 0).misspelt).toBe(misspelt);
  });

  it.each([
    {
      name: "makes a word that was left alone one token",
      marked: "He| likes| sci|ences| much|.",
      wanted: [[" sciences", "0.50", " silences"]],
    },
    {
      name: "finds it after other edits",
      marked: "He| really| liked| sci|ences| a| lot|.",
      wanted: [[" sciences", "0.50", " silences"]],
    },
    {
      name: "lowers what the model made of it",
      marked: "He| likes| sci|ence| much|.",
      wanted: [
        [" sci", "0.50", ""],
        ["ence", "0.50", ""],
      ],
    },
    { name: "says nothing of a word that is gone", marked: "He| likes| much|.", wanted: [] },
  ])("$name", ({ marked, wanted }) => {
    expect(unsure(marked, 1)).toEqual(wanted);
  });

  it("adds a token where the model gave the sentence up", () => {
    const given = { text: RESPELT.text, tokens: [], endLogProb: 0, stats: NO_STATS };
    expect(carryRespellings(RESPELT, given, 0).tokens).toEqual([
      { start: 9, end: 17, logProb: Math.log(0.5), alternatives: [] },
    ]);
  });

  it.each(["He| likes| sci|ences| much.", "He| likes| sci|ence| much."])(
    "%s: how likely the respelt word is kept tells nothing of the one before",
    (marked) => {
      const rewrite = carryRespellings(RESPELT, rewriteOf(marked), 0);
      const untold = rewrite.tokens.filter(({ keepLogProb }) => keepLogProb === undefined);
      const told = untold.map(({ start, end }) => rewrite.text.slice(start, end)).join("");
      expect(told.trim()).toMatch(/^sciences?$/);
    },
  );

  it("keeps tokens in order", () => {
    const { tokens } = carryRespellings(RESPELT, rewriteOf("He| likes| sci|ences| much|."), 3);
    expect(tokens.map(({ start, end }) => [start, end])).toEqual([
      [0, 2],
      [2, 8],
      [8, 17],
      [17, 22],
      [22, 23],
    ]);
  });
});
