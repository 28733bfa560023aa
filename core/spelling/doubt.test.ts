import { describe, expect, it } from "vitest";
import { editConfidence, editEvidence } from "../confidence.js";
import { diffEdits } from "../edits.js";
import { embeddedLexicon } from "../test-support/lexicon.js";
import { doubtInventions } from "./doubt.js";

const NO_STATS = { decoderCalls: 1, sourceTokens: 1, targetTokens: 1 };

/** A rewrite with a token a word, each certain but for -0.01. */
function rewriteOf(text: string) {
  const tokens = Array.from(text.matchAll(/\s*\S+/g), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    logProb: -0.01,
    keepLogProb: -9,
    alternatives: [],
  }));
  return { text, tokens, endLogProb: -0.01, endKeepLogProb: -9, stats: NO_STATS };
}

/** Replacements of the edits that are doubted, and of those that are not. */
function judge(source: string, target: string) {
  const rewrite = doubtInventions(LEXICON, source, rewriteOf(target));
  const edits = diffEdits(source, target).map((edit) => ({
    text: `${source.slice(edit.start, edit.end)}>${edit.replacement}`,
    confidence: editConfidence(source.slice(edit.start, edit.end), edit, rewrite),
    evidence: editEvidence(source.slice(edit.start, edit.end), edit, rewrite),
  }));
  return {
    doubted: edits.filter(({ evidence }) => evidence < 0.01).map(({ text }) => text),
    believed: edits.filter(({ confidence }) => confidence > 0.9).map(({ text }) => text),
  };
}

const LEXICON = embeddedLexicon();

describe("doubtInventions", () => {
  it.each([
    {
      name: "doubts a word that is none",
      source: "My friend are an illustrator.",
      target: "My friend is an illustator.",
      doubted: ["illustrator>illustator"],
      believed: ["are>is"],
    },
    {
      name: "believes a right word",
      source: "My friends house.",
      target: "My friend's house.",
      doubted: [],
      believed: ["friends>friend's"],
    },
    {
      name: "leaves what the writer wrote alone",
      source: "Ask Xiaoming, he know.",
      target: "Ask Xiaoming; he knows.",
      doubted: [],
      believed: [",>;", "know>knows"],
    },
    {
      name: "doubts the loss of a name, at the end too",
      source: "I met Jan van der Meer and Xiaoming",
      target: "I met van der Meer and",
      doubted: ["Jan >", " Xiaoming>"],
      believed: [],
    },
    {
      name: "doubts other words in place of a name",
      source: "Me and Nadezhda was waiting.",
      target: "Me and I had wanted.",
      doubted: ["Nadezhda>I"],
      believed: ["was>had", "waiting>wanted"],
    },
    {
      name: "believes another spelling of a name, and a word made of it",
      source: "She visited Amerika with France friends.",
      target: "She visited America with French friends.",
      doubted: [],
      believed: ["Amerika>America", "France>French"],
    },
    {
      name: "believes another case of a pronoun",
      source: "They saw my brother and I there yesterday morning, and now I'm fine.",
      target: "They saw my brother and me there yesterday morning, and now I am fine.",
      doubted: [],
      believed: ["I>me", "I'm>I am"],
    },
    {
      name: "believes the loss of a capital word that is no name",
      source: "We met in The summer.",
      target: "We met in summer.",
      doubted: [],
      believed: ["The >"],
    },
  ])("$name", ({ source, target, doubted, believed }) => {
    expect(judge(source, target)).toEqual({ doubted, believed });
  });
});
