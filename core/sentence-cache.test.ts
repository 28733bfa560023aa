import { describe, expect, it } from "vitest";
import { correctText } from "./correct.js";
import { CancelledError, UnavailableError } from "./errors.js";
import type { Rewrite, Rewriter } from "./ports.js";
import { cachingRewriter, SentenceCache } from "./sentence-cache.js";

const GREEDY = { numBeams: 1, alternatives: 0 };
const ROOM = 1_000_000;

/** A model that shouts, and tells what it was asked. */
function shouting(version = "1") {
  const asked: string[] = [];
  const rewriter: Rewriter = {
    info: { name: "shouting", version, minConfidence: 0, minSentenceConfidence: 0 },
    rewrite: async (sentences, _options, _signal, onRewrite) => {
      asked.push(...sentences);
      const rewrites = sentences.map((sentence) => rewriteOf(sentence.toUpperCase()));
      // One of them early, as the pool does; the rest at the end.
      if (rewrites[0]) onRewrite?.(0, rewrites[0]);
      return rewrites;
    },
    close: async () => undefined,
  };
  return { asked, rewriter };
}

const rewriteOf = (text: string): Rewrite => ({
  text,
  tokens: [{ start: 0, end: text.length, logProb: 0, alternatives: [] }],
  endLogProb: 0,
  stats: { decoderCalls: 1, sourceTokens: 1, targetTokens: 1 },
});

const texts = (rewrites: readonly Rewrite[]) => rewrites.map(({ text }) => text);

describe("the sentence cache", () => {
  it("costs one sentence when one of a text has changed", async () => {
    const { asked, rewriter } = shouting();
    const cached = cachingRewriter(rewriter, new SentenceCache(ROOM));
    const sentences = Array.from({ length: 40 }, (_, i) => `This is sentence number ${i} of it.`);
    const before = await correctText(sentences.join(" "), {}, { rewriter: cached });
    expect(asked).toHaveLength(40);
    sentences[17] = "This one is another now.";
    const after = await correctText(sentences.join(" "), {}, { rewriter: cached });
    expect(asked.slice(40)).toEqual(["This one is another now."]);
    expect(before.corrected).toContain("NUMBER 17 OF IT.");
    expect(after.corrected).toBe(sentences.join(" ").toUpperCase());
  });

  it("asks once for a sentence that a call holds several times, and tells of each place", async () => {
    const { asked, rewriter } = shouting();
    const cached = cachingRewriter(rewriter, new SentenceCache(ROOM));
    for (const expected of [
      ["a", "b"],
      ["a", "b"],
    ]) {
      const told: [number, string][] = [];
      const rewrites = await cached.rewrite(["a", "b", "a"], GREEDY, undefined, (i, { text }) =>
        told.push([i, text]),
      );
      expect(texts(rewrites)).toEqual(["A", "B", "A"]);
      expect(told.toSorted(([i], [j]) => i - j)).toEqual([
        [0, "A"],
        [1, "B"],
        [2, "A"],
      ]);
      expect(asked).toEqual(expected);
    }
  });

  it.each([
    { name: "beams", change: { numBeams: 4 } },
    { name: "alternatives", change: { alternatives: 2 } },
    { name: "own words", change: { ownWords: ["gramai"] } },
  ])("does not answer with what other options gave: $name", async ({ change }) => {
    const { asked, rewriter } = shouting();
    const cached = cachingRewriter(rewriter, new SentenceCache(ROOM));
    await cached.rewrite(["a"], GREEDY);
    await cached.rewrite(["a"], { ...GREEDY, ...change });
    expect(asked).toEqual(["a", "a"]);
  });

  it("does not answer with what another version gave, and holds nothing once cleared", async () => {
    const cache = new SentenceCache(ROOM);
    const [one, two] = [shouting("1"), shouting("2")];
    await cachingRewriter(one.rewriter, cache).rewrite(["a"], GREEDY);
    await cachingRewriter(two.rewriter, cache).rewrite(["a"], GREEDY);
    expect(two.asked).toEqual(["a"]);
    cache.clear();
    expect(cache.stats.bytes).toBe(0);
    await cachingRewriter(two.rewriter, cache).rewrite(["a"], GREEDY);
    expect(two.asked).toEqual(["a", "a"]);
  });

  it("stays within its bytes and forgets what was used longest ago", () => {
    const cache = new SentenceCache(5000);
    cache.set("often", rewriteOf("x"));
    for (let n = 0; n < 1000; n++) {
      cache.set(`rare ${n}`, rewriteOf("y".repeat(n % 90)));
      expect(cache.get("often")?.text).toBe("x");
      expect(cache.stats.bytes).toBeLessThanOrEqual(5000);
    }
    expect(cache.get("rare 0")).toBeUndefined();
    expect(cache.get("rare 999")).toBeDefined();
    expect(cache.stats).toMatchObject({ hits: 1001, misses: 1 });
  });

  it("keeps nothing larger than itself, nothing at all with no room", () => {
    for (const bytes of [0, 1000]) {
      const cache = new SentenceCache(bytes);
      cache.set("a", rewriteOf("b".repeat(1000)));
      expect(cache.get("a")).toBeUndefined();
      expect(cache.stats.bytes).toBe(0);
    }
  });

  it("passes on refusals, keeps nothing of them, and refuses what comes cancelled", async () => {
    const { rewriter } = shouting();
    let busy = true;
    const sometimes: Rewriter = {
      ...rewriter,
      rewrite: async (...call) => {
        if (busy) throw new UnavailableError("busy");
        return rewriter.rewrite(...call);
      },
    };
    const cached = cachingRewriter(sometimes, new SentenceCache(ROOM));
    await expect(cached.rewrite(["a"], GREEDY)).rejects.toThrow(UnavailableError);
    busy = false;
    expect(texts(await cached.rewrite(["a"], GREEDY))).toEqual(["A"]);
    const gone = cached.rewrite(["a"], GREEDY, AbortSignal.abort());
    await expect(gone).rejects.toThrow(CancelledError);
  });
});
