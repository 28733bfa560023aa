import { describe, expect, it } from "vitest";
import { tokenCosts } from "./align.js";
import { type DecodedSentence, type DecoderModel, decodeGreedy } from "./decode.js";
import { HashGraph, type HashGraphRates } from "./test-support/hash-graph.js";
import { Random } from "./test-support/random.js";

const EOS = 1;
const GREEDY = { strategy: "greedy", alternatives: 0 } as const;
const AGGRESSIVE = { strategy: "aggressive", alternatives: 0 } as const;

function modelOf(rates: HashGraphRates, vocabulary: number) {
  const graph = new HashGraph(rates, vocabulary, EOS);
  const strings = Array.from({ length: vocabulary }, (_, id) => (id % 3 === 0 ? "\u0120w" : "w"));
  const model: DecoderModel = {
    graph,
    tokens: { pad: 0, eos: EOS, decoderStart: 0 },
    vocabulary: strings,
    costs: tokenCosts(strings),
    maxTargetTokens: 60,
  };
  return { graph, model };
}

function randomSource(random: Random, vocabulary: number, maxLength: number) {
  const copy = Array.from({ length: random.int(0, maxLength) }, () => random.int(3, vocabulary));
  return { source: [...copy, EOS], copy: [...copy, EOS] };
}

const withoutCalls = (sentences: readonly DecodedSentence[]) =>
  sentences.map(({ decoderCalls: _, ...rest }) => rest);

const KINDS = [
  {
    name: "a model that copies all",
    rates: { substitute: 0, insert: 0, delete: 0, random: 0 },
    vocabulary: 500,
  },
  {
    name: "a model that corrects a little",
    rates: { substitute: 0.05, insert: 0.03, delete: 0.03, random: 0 },
    vocabulary: 500,
  },
  {
    name: "a model that changes much",
    rates: { substitute: 0.2, insert: 0.1, delete: 0.1, random: 0.05 },
    vocabulary: 200,
  },
  {
    name: "a model that says anything",
    rates: { substitute: 0, insert: 0, delete: 0, random: 1 },
    vocabulary: 100,
  },
  {
    name: "a graph that ends drafts where it likes",
    rates: { substitute: 0.1, insert: 0.05, delete: 0.05, random: 0.01, cut: 0.15 },
    vocabulary: 300,
  },
  {
    name: "few tokens, so that the source repeats",
    rates: { substitute: 0.1, insert: 0.1, delete: 0.1, random: 0.02 },
    vocabulary: 7,
  },
];

describe("aggressive decoding", () => {
  it.each(KINDS)("is greedy decoding, token for token: $name", async ({ rates, vocabulary }) => {
    const { model } = modelOf(rates, vocabulary);
    const random = new Random(vocabulary);
    for (let n = 0; n < 150; n++) {
      const sources = Array.from({ length: 8 }, () => randomSource(random, vocabulary, 36));
      const greedy = await decodeGreedy(model, sources, { ...GREEDY, alternatives: 2 });
      const aggressive = await decodeGreedy(model, sources, { ...AGGRESSIVE, alternatives: 2 });
      expect(withoutCalls(aggressive)).toEqual(withoutCalls(greedy));
    }
  });

  it("gives a batch what its sentences get one by one, calls included", async () => {
    const { model } = modelOf({ substitute: 0.1, insert: 0.05, delete: 0.05, random: 0.01 }, 300);
    const random = new Random(5);
    const sources = Array.from({ length: 60 }, () => randomSource(random, 300, 40));
    const together = await decodeGreedy(model, sources, AGGRESSIVE);
    const alone = await Promise.all(
      sources.map(async (source) => (await decodeGreedy(model, [source], AGGRESSIVE))[0]),
    );
    expect(together).toEqual(alone);
  });

  it("needs one call for a sentence that stays as it is", async () => {
    const { model, graph } = modelOf({ substitute: 0, insert: 0, delete: 0, random: 0 }, 500);
    const [result] = await decodeGreedy(model, [randomSource(new Random(3), 500, 50)], AGGRESSIVE);
    expect(result).toMatchObject({ stop: "end", decoderCalls: 1 });
    expect(graph.calls).toBe(1);
  });

  it("needs few calls where little changes", async () => {
    const { model } = modelOf({ substitute: 0.04, insert: 0.02, delete: 0.02, random: 0 }, 500);
    const random = new Random(9);
    const sources = Array.from({ length: 200 }, () => randomSource(random, 500, 40));
    const calls = async (options: typeof GREEDY | typeof AGGRESSIVE) =>
      (await decodeGreedy(model, sources, options)).reduce((sum, s) => sum + s.decoderCalls, 0);
    expect((await calls(GREEDY)) / (await calls(AGGRESSIVE))).toBeGreaterThan(4);
  });

  it("needs two calls for many changes, where each hangs on its place alone", async () => {
    const { model } = modelOf(
      { substitute: 0.15, insert: 0, delete: 0, random: 0, local: true },
      500,
    );
    const vocabulary = model.vocabulary.map(() => "\u0120word");
    const words = { ...model, vocabulary, costs: tokenCosts(vocabulary) };
    const random = new Random(4);
    const sources = Array.from({ length: 50 }, () => randomSource(random, 500, 40));
    const decoded = await decodeGreedy(words, sources, AGGRESSIVE);
    const changed = decoded.map(({ tokens }, i) =>
      tokens.filter(({ id }, at) => id !== sources[i]?.copy[at]),
    );
    expect(Math.max(...changed.map(({ length }) => length))).toBeGreaterThan(8);
    // A token that also stands near by in the source may be taken for a copy of that one.
    const calls = decoded.reduce((sum, { decoderCalls }) => sum + decoderCalls, 0);
    expect(calls / decoded.length).toBeLessThan(2.2);
  });

  it("answers nothing for no sentences", async () => {
    const { model, graph } = modelOf({ substitute: 0, insert: 0, delete: 0, random: 0 }, 500);
    expect(await decodeGreedy(model, [], AGGRESSIVE)).toEqual([]);
    expect(graph.calls).toBe(0);
  });
});
