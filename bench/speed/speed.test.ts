import { describe, expect, it } from "vitest";
import { estimateCost } from "./cost.js";
import { NAMES } from "./names.js";
import { OWN_SENTENCES, withMistakes } from "./own-sentences.js";
import { toSvg } from "./plot.js";
import { ContenderProcess } from "./process.js";
import { measureRounds, Rounds } from "./rounds.js";
import { greedyWhole, toRows } from "./sentences.js";
import { MODEL } from "./settings.js";
import { growth, quantile, summarise } from "./stats.js";
import { atLeast, atMost } from "./targets.js";
import { different, document, mainSet, sentenceOfLength } from "./texts.js";

const words = async (text: string) => text.split(" ").length;

describe("the benchmark's arithmetic", () => {
  it.each([
    { share: 0.5, wanted: 3 },
    { share: 0.95, wanted: 5 },
    { share: 0, wanted: 1 },
  ])("takes quantile $share by nearest rank", ({ share, wanted }) => {
    expect(quantile([5, 1, 3, 2, 4], share)).toBe(wanted);
  });

  it("does not let a disturbed round move a median", () => {
    const quiet = [1, 2, 3];
    const summary = summarise([quiet, [100, 200, 300], quiet]);
    expect(summary).toEqual({ count: 9, median: 2, p95: 300, p99: 300 });
  });

  it.each([
    { power: 1, name: "linear" },
    { power: 2, name: "quadratic" },
  ])("finds $name growth", ({ power }) => {
    const points = [1, 10, 100].map((x) => [x, 3 * x ** power] as const);
    expect(growth(points)).toBeCloseTo(power);
  });

  it("compares a peer on the sentences that both had", () => {
    const rounds = new Rounds();
    rounds.add(NAMES.ours, 0, { whole: [1, 1, 50] });
    rounds.add("peer", 0, { whole: [4, 4] });
    expect(rounds.timesOurs("peer")).toBe(4);
  });

  it("puts another decoding into the whole sentence", () => {
    const rounds = new Rounds();
    rounds.add(NAMES.ours, 0, { whole: [5], aggressive: [2], greedy: [8] });
    expect(greedyWhole(rounds, "greedy")).toEqual([[11]]);
  });

  it("says which goals hold", () => {
    const goals = [atLeast("a", 2, 2), atMost("b", 2, 2.5), atMost("c", 2, undefined, "no peer")];
    expect(goals.map(({ holds }) => holds)).toEqual([true, false, undefined]);
  });

  it("prices a million sentences of 10 ms", () => {
    expect(estimateCost(10)).toEqual({ inTexts: 0.265, inRequests: 0.665 });
  });

  it("draws a line through its points, the first and last at the corners", () => {
    const points = [[1, 10] as const, [5, 0] as const, [10, 100] as const];
    const svg = toSvg([{ title: "A < B", x: "x", y: "y", series: [{ name: "one", points }] }]);
    expect(svg).toContain('points="64.0,292.0 530.0,40.0"');
    expect(svg).toContain("A &lt; B");
  });
});

describe("the benchmark's texts", () => {
  it("makes each mistake in each of its sentences", () => {
    for (const sentence of OWN_SENTENCES) {
      const versions = Array.from({ length: 9 }, (_, count) => withMistakes(sentence, count));
      expect(new Set(versions).size).toBe(9);
    }
  });

  it.each([8, 32, 128])("writes sentences of %i tokens", async (tokens) => {
    const sentence = await sentenceOfLength(1, tokens, words);
    expect(await words(sentence)).toBe(tokens);
    expect(sentence).toMatch(/[a-z]\.$/);
  });

  it("strings whole sentences to a text, and tells apart those that come again", () => {
    expect(document(["One is here", "Two!"], 22)).toEqual({ text: "One is here. Two!", count: 2 });
    expect(different(["a", "b"], 4)).toEqual(["a", "b", "1. a", "1. b"]);
  });
});

describe("a run with few sentences", () => {
  it("times GramAI, whose ways of decoding agree", async () => {
    const ours = await ContenderProcess.node(NAMES.ours, "processor", MODEL);
    try {
      const tasks = await ours.tasks(mainSet(undefined).sentences.slice(0, 3));
      const lanes = [{ contender: ours, sentences: 3, rounds: 1 }];
      const rounds = await measureRounds(lanes, tasks);
      expect(rounds.of(NAMES.ours, "differing")).toEqual([[0, 0, 0]]);
      const [calls = [], greedyCalls] = ["aggressiveCalls", "greedyCalls"].map(
        (what) => rounds.of(NAMES.ours, what)[0],
      );
      expect(greedyCalls).toEqual(tasks.map(({ targetTokens }) => targetTokens));
      expect(calls.every((count, i) => count < (greedyCalls?.[i] as number))).toBe(true);
      for (const { median } of toRows(rounds, lanes)) expect(median).toBeGreaterThan(0);
    } finally {
      ours.close();
    }
  });
});
