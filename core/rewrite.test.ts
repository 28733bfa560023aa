import { describe, expect, it } from "vitest";
import { tokenCosts } from "./align.js";
import { rewriteSentences } from "./rewrite.js";
import { lexiconOf } from "./test-support/lexicon.js";
import { testTokenizer } from "./test-support/oracle.js";
import { Random } from "./test-support/random.js";
import { ScriptedGraph } from "./test-support/scripted-graph.js";
import { randomText } from "./test-support/texts.js";

const GREEDY = { numBeams: 1, alternatives: 0 };
const EOS = 1;

/** An engine that writes `change` of what it is shown. */
function engineOf(change: (text: string) => string, maxSourceTokens = 40) {
  const tokenizer = testTokenizer("tiny-model");
  const graph = new ScriptedGraph(
    (source) => tokenizer.encode(change(tokenizer.decode(source).text)).source,
  );
  const model = {
    graph,
    tokens: { pad: 0, eos: EOS, decoderStart: 0 },
    vocabulary: tokenizer.vocabulary,
    costs: tokenCosts(tokenizer.vocabulary),
    maxTargetTokens: 60,
  };
  return { graph, engine: { model, tokenizer, maxSourceTokens } };
}

const rewriteOne = async (change: (text: string) => string, sentence: string, limit?: number) => {
  const [rewrite] = await rewriteSentences(engineOf(change, limit).engine, [sentence], GREEDY);
  return rewrite;
};

const LONG =
  "first part of it, second part of it, third part of it, and so on to the very end of it";

describe("rewriteSentences", () => {
  it("gives what the model writes, with its tokens in place", async () => {
    const rewrite = await rewriteOne((text) => text.replace("have", "has"), "He have it.");
    expect(rewrite?.text).toBe("He has it.");
    expect(rewrite?.tokens.map(({ start, end }) => rewrite.text.slice(start, end)).join("")).toBe(
      "He has it.",
    );
    expect(rewrite?.endLogProb).toBeCloseTo(-0.1);
    expect(rewrite?.stats.decoderCalls).toBeGreaterThan(1);
  });

  it("answers in order though it batches by length", async () => {
    const sentences = ["a long one of some words here", "b", "some words of it", "c", "and d"];
    const { engine, graph } = engineOf((text) => `${text}!`);
    const rewrites = await rewriteSentences(engine, sentences, GREEDY);
    expect(rewrites.map(({ text }) => text)).toEqual(sentences.map((text) => `${text}!`));
    expect(graph.batches).toEqual([5]);
  });

  it("leaves any text as it is when the model copies, however long", async () => {
    const random = new Random(8);
    const sentences = Array.from({ length: 80 }, () => randomText(random, 60).trim());
    const rewrites = await rewriteSentences(engineOf((text) => text).engine, sentences, GREEDY);
    expect(rewrites.map(({ text }) => text)).toEqual(sentences);
  });

  it("searches with beams where asked to", async () => {
    const { engine } = engineOf((text) => text.replace("have", "has"));
    const options = { numBeams: 2, alternatives: 0 };
    const [rewrite] = await rewriteSentences(engine, ["He have it."], options);
    expect(rewrite?.text).toBe("He has it.");
  });

  it.each([
    {
      name: "changes each piece",
      change: (text: string) => text.replaceAll("part", "bit"),
      text: LONG.replaceAll("part", "bit"),
    },
    {
      name: "keeps the end of the last piece",
      change: (text: string) => text.replace(/it$/, "it!"),
      text: `${LONG}!`,
    },
    {
      name: "sets no stop between pieces",
      change: (text: string) => text.replace(/,?$/, "."),
      text: `${LONG.replaceAll(",", "")}.`,
    },
    {
      name: "sets no capital between pieces",
      change: (text: string) => text.charAt(0).toUpperCase() + text.slice(1),
      text: `F${LONG.slice(1)}`,
    },
  ])("decodes a long sentence in pieces: $name", async ({ change, text }) => {
    const rewrite = await rewriteOne(change, LONG, 16);
    expect(rewrite?.text.replaceAll(",", "")).toBe(text.replaceAll(",", ""));
    for (const { start, end } of rewrite?.tokens ?? []) {
      expect(start).toBeLessThanOrEqual(end);
      expect(end).toBeLessThanOrEqual(rewrite?.text.length ?? 0);
    }
  });

  it.each([
    { name: "a word that is longer than the model reads", sentence: `see ${"x9".repeat(60)} here` },
    { name: "text that the tokens cannot write", sentence: "a </s> b" },
  ])("leaves alone $name", async ({ sentence }) => {
    const rewrite = await rewriteOne((text) => text, sentence);
    expect(rewrite?.text).toBe(sentence);
  });

  it.each([
    { name: "runs on", change: (text: string) => `${text} ${"and more of it ".repeat(20)}` },
    { name: "goes round in circles", change: () => "so so so so so so so so so so so so so so so" },
  ])("keeps the sentence when the model $name", async ({ change }) => {
    const rewrite = await rewriteOne(change, "He have it.");
    expect(rewrite).toMatchObject({ text: "He have it.", tokens: [] });
  });
});

describe("rewriteSentences with a lexicon", () => {
  const lexicon = lexiconOf(["they", "find", "sciences", "nice", "silences"]);

  async function rewriteRespelt(change: (text: string) => string, sentence: string) {
    const { engine } = engineOf(change);
    const options = { ...GREEDY, alternatives: 1 };
    const [rewrite] = await rewriteSentences({ ...engine, lexicon }, [sentence], options);
    return rewrite;
  }

  it("shows the model the respelt sentence, and is no surer of a word than the speller", async () => {
    const rewrite = await rewriteRespelt(
      (text) => text.replace("sciences", "science"),
      "they find sinces nice",
    );
    expect(rewrite?.text).toBe("they find science nice");
    const unsure = rewrite?.tokens.filter(({ logProb }) => logProb < -0.11) ?? [];
    expect(unsure.map(({ start, end }) => rewrite?.text.slice(start, end)).join("")).toBe(
      " science",
    );
  });

  it("offers what the speller thought of beside it", async () => {
    const rewrite = await rewriteRespelt((text) => text, "they find sinces nice");
    expect(rewrite?.text).toBe("they find sciences nice");
    const word = rewrite?.tokens.find(({ start }) => start === "they find".length);
    expect(word?.alternatives.map(({ text }) => text)).toEqual([" silences"]);
  });
});
