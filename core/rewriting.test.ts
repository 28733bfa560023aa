import { describe, expect, it } from "vitest";
import { UnavailableError } from "./errors.js";
import type { Rewrite, Rewriter } from "./ports.js";
import { Rewriting } from "./rewriting.js";

const toRewrite = (text: string): Rewrite => ({
  text,
  tokens: [],
  endLogProb: 0,
  stats: { decoderCalls: 0, sourceTokens: 0, targetTokens: 0 },
});

/** A rewriter that notes the sizes of its calls and refuses those of these numbers. */
function notingRewriter(refuses: readonly number[] = []) {
  const calls: number[] = [];
  const rewriter: Rewriter = {
    info: { name: "noting", version: "000000000000", minConfidence: 0, minSentenceConfidence: 0 },
    rewrite: async (sentences) => {
      calls.push(sentences.length);
      if (refuses.includes(calls.length)) throw new UnavailableError("full");
      return sentences.map(toRewrite);
    },
    close: async () => undefined,
  };
  return { calls, rewriter };
}

const sentences = Array.from({ length: 500 }, (_, i) => `Sentence ${i}.`);
const options = { numBeams: 1, alternatives: 0, ownWords: [] };

async function takeAll(rewriter: Rewriter): Promise<string[]> {
  const rewriting = new Rewriting(rewriter, sentences, options, new AbortController().signal);
  const texts: string[] = [];
  for (let i = 0; i < sentences.length; i++) texts.push((await rewriting.take(i)).text);
  return texts;
}

describe("Rewriting", () => {
  it("gives one window after another and takes all in order", async () => {
    const { calls, rewriter } = notingRewriter();
    const rewriting = new Rewriting(rewriter, sentences, options, new AbortController().signal);
    await rewriting.take(0);
    expect(calls).toEqual([4, 124]);
    expect(await takeAll(rewriter)).toEqual(sentences);
  });

  it("asks again where the queue is full half way", async () => {
    const { calls, rewriter } = notingRewriter([3]);
    expect(await takeAll(rewriter)).toEqual(sentences);
    expect(calls).toEqual([4, 124, 128, 128, 128, 116]);
  });

  it.each([
    { name: "at the start", refuses: [1] },
    { name: "twice half way", refuses: [3, 4] },
  ])("gives up where the queue is full $name", async ({ refuses }) => {
    await expect(takeAll(notingRewriter(refuses).rewriter)).rejects.toThrow(UnavailableError);
  });
});
