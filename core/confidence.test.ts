import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { editAlternatives, editConfidence, editEvidence } from "./confidence.js";
import { diffEdits } from "./edits.js";
import type { Rewrite } from "./ports.js";

type Token = readonly [text: string, probability: number, ...others: string[]];

/** A rewrite made of tokens, a space before each word but the first, as the decoder gives it. */
function rewriteOf(tokens: readonly Token[], endProbability: number): Rewrite {
  let at = 0;
  const scored = tokens.map(([text, probability, ...others]) => {
    const start = at;
    at += text.length;
    return {
      start,
      end: at,
      logProb: Math.log(probability),
      alternatives: others.map((other) => ({ text: other, logProb: -2 })),
    };
  });
  return {
    text: tokens.map(([text]) => text).join(""),
    tokens: scored,
    endLogProb: Math.log(endProbability),
    stats: { decoderCalls: 1, sourceTokens: 1, targetTokens: 1 },
  };
}

const CASES: {
  name: string;
  source: string;
  tokens: Token[];
  end: number;
  confidences: number[];
}[] = [
  {
    name: "a replaced word: its own token",
    source: "He have it",
    tokens: [
      ["He", 0.3],
      [" has", 0.8],
      [" it", 0.4],
    ],
    end: 0.2,
    confidences: [0.8],
  },
  {
    name: "a word of several tokens: the least sure",
    source: "He goed",
    tokens: [
      ["He", 0.3],
      [" w", 0.8],
      ["ent", 0.6],
    ],
    end: 0.2,
    confidences: [0.6],
  },
  {
    name: "an insertion: not the word after it",
    source: "I like apple",
    tokens: [
      ["I", 0.3],
      [" like", 0.3],
      [" an", 0.7],
      [" apple", 0.4],
    ],
    end: 0.2,
    confidences: [0.7],
  },
  {
    name: "a deletion: the token after it",
    source: "I go to home",
    tokens: [
      ["I", 0.3],
      [" go", 0.3],
      [" home", 0.55],
    ],
    end: 0.2,
    confidences: [0.55],
  },
  {
    name: "a deletion at the end: ending there",
    source: "I go home now",
    tokens: [
      ["I", 0.3],
      [" go", 0.3],
      [" home", 0.9],
    ],
    end: 0.65,
    confidences: [0.65],
  },
  {
    name: "an ending taken off: what follows too",
    source: "two apples left",
    tokens: [
      ["two", 0.3],
      [" apple", 0.9],
      [" left", 0.5],
    ],
    end: 0.2,
    confidences: [0.5],
  },
  {
    name: "two edits: each its own",
    source: "he have the car",
    tokens: [
      ["he", 0.3],
      [" has", 0.8],
      [" a", 0.6],
      [" car", 0.3],
    ],
    end: 0.2,
    confidences: [0.8, 0.6],
  },
  { name: "no tokens: certain", source: "He have", tokens: [], end: 1, confidences: [1] },
];

describe("editConfidence", () => {
  it.each(CASES)("$name", ({ source, tokens, end, confidences }) => {
    const rewrite = { ...rewriteOf(tokens, end), ...(tokens.length === 0 && { text: "He has" }) };
    const found = diffEdits(source, rewrite.text).map((edit) =>
      editConfidence(source.slice(edit.start, edit.end), edit, rewrite),
    );
    expect(found).toHaveLength(confidences.length);
    for (const [i, confidence] of confidences.entries())
      expect(found[i]).toBeCloseTo(confidence, 10);
  });
});

type Probability = number | null;

/** A table that the trainer's tests read too; a token without a third number is the source's own. */
interface EvidenceRow {
  readonly name: string;
  readonly source: string;
  readonly tokens: readonly (readonly [text: string, probability: number, keep?: Probability])[];
  readonly end: readonly [probability: number, keep?: Probability];
  readonly edits: readonly (readonly [replacement: string, confidence: number, evidence: number])[];
}

const EVIDENCE = readFileSync(new URL("testdata/edit-evidence.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as EvidenceRow);

describe("editEvidence", () => {
  const keepLogProb = (probability: number, keep: Probability | undefined): number | undefined =>
    keep === null ? undefined : Math.log(keep ?? probability);

  it.each(EVIDENCE)("$name", ({ source, tokens, end, edits }) => {
    const plain = rewriteOf(
      tokens.map(([text, probability]) => [text, probability] as const),
      end[0],
    );
    const rewrite: Rewrite = {
      ...plain,
      tokens: plain.tokens.map((token, i) => {
        const [, probability, keep] = tokens[i] as EvidenceRow["tokens"][number];
        return { ...token, keepLogProb: keepLogProb(probability, keep) };
      }),
      endKeepLogProb: keepLogProb(...(end as [number, Probability | undefined])),
    };
    const found = diffEdits(source, rewrite.text).map((edit) => {
      const original = source.slice(edit.start, edit.end);
      const judge = [editConfidence, editEvidence];
      return [edit.replacement.trim(), ...judge.map((by) => by(original, edit, rewrite))] as const;
    });
    expect(found.map(([replacement]) => replacement)).toEqual(edits.map(([text]) => text));
    for (const [i, [, ...numbers]] of edits.entries()) {
      const [, confidence, evidence] = found[i] as EvidenceRow["edits"][number];
      expect(confidence).toBeCloseTo(numbers[0], 8);
      expect(evidence).toBeCloseTo(numbers[1], 8);
    }
  });
});

describe("editAlternatives", () => {
  const alternatives = (source: string, tokens: readonly Token[]) => {
    const rewrite = rewriteOf(tokens, 1);
    return diffEdits(source, rewrite.text).map((edit) =>
      editAlternatives(source.slice(edit.start, edit.end), edit, rewrite),
    );
  };

  it.each<{ name: string; source: string; tokens: Token[]; found: string[][] }>([
    {
      name: "other whole words",
      source: "He have it",
      tokens: [
        ["He", 1],
        [" has", 1, " had", " have", "s"],
        [" it", 1],
      ],
      found: [["had"]],
    },
    {
      name: "with the space of an insertion",
      source: "I like apple",
      tokens: [
        ["I", 1],
        [" like", 1],
        [" an", 1, " the"],
        [" apple", 1],
      ],
      found: [["the "]],
    },
    {
      name: "none for a word of several tokens",
      source: "He goed",
      tokens: [
        ["He", 1],
        [" w", 1, " g"],
        ["ent", 1, "as"],
      ],
      found: [[]],
    },
    {
      name: "none in place of several words",
      source: "We have finish it",
      tokens: [
        ["We", 1],
        [" finished", 1, " has", " had"],
        [" it", 1],
      ],
      found: [[]],
    },
    {
      name: "none for a deletion",
      source: "I go to home",
      tokens: [
        ["I", 1],
        [" go", 1],
        [" home", 1, " to"],
      ],
      found: [[]],
    },
  ])("$name", ({ source, tokens, found }) => {
    expect(alternatives(source, tokens)).toEqual(found);
  });
});
