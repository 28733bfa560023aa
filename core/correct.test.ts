import { describe, expect, it } from "vitest";
import { type CorrectOptions, correctText, judgedStream } from "./correct.js";
import { applyEdits } from "./edits.js";
import { CancelledError, UnavailableError } from "./errors.js";
import { OwnWords } from "./own-words.js";
import type { Rewriter } from "./ports.js";
import { ChangingRewriter } from "./test-support/changing-rewriter.js";
import { Random } from "./test-support/random.js";
import { corrupt, randomText } from "./test-support/texts.js";

const fix = (sentence: string) =>
  sentence
    .replace(/\bhave\b/g, "has")
    .replaceAll("teh", "the")
    .replaceAll("dont", "don't");
const correct = (
  text: string,
  options: CorrectOptions = {},
  rewriter: Rewriter = new ChangingRewriter(fix),
) => correctText(text, options, { rewriter });

describe("correctText", () => {
  it("gives edits with their place in the whole text", async () => {
    const text = "All is well. He have teh car.";
    expect(await correct(text)).toEqual({
      corrected: "All is well. He has the car.",
      edits: [
        {
          start: 16,
          end: 20,
          original: "have",
          replacement: "has",
          type: "R:VERB:SVA",
          confidence: expect.closeTo(0.9),
          message: "\u201cHe\u201d takes \u201chas\u201d.",
          alternatives: [],
        },
        expect.objectContaining({ start: 21, end: 24, replacement: "the", type: "R:SPELL" }),
      ],
    });
  });

  it.each<{ name: string; text: string; corrected?: string; options?: CorrectOptions }>([
    { name: "empty text", text: "" },
    { name: "white space", text: " \t\r\n \u00a0" },
    {
      name: "CRLF and tabs",
      text: "He have it.\r\n\r\n\tShe have it.\r\n",
      corrected: "He has it.\r\n\r\n\tShe has it.\r\n",
    },
    {
      name: "a wrapped line",
      text: "I am not at all sure that the man whom we met yesterday\nhave it.",
      corrected: "I am not at all sure that the man whom we met yesterday\nhas it.",
    },
    {
      name: "emoji and combining marks",
      text: "\u{1f600} He have cafe\u0301 \u{1f468}\u200d\u{1f469}\u200d\u{1f467}.",
      corrected: "\u{1f600} He has cafe\u0301 \u{1f468}\u200d\u{1f469}\u200d\u{1f467}.",
    },
    {
      name: "typographic quotes",
      text: "\u201cI dont\u201d it\u2019s",
      corrected: "\u201cI don\u2019t\u201d it\u2019s",
    },
    { name: "a list", text: "- he have\n- 2. she have", corrected: "- he has\n- 2. she has" },
    {
      name: "lone surrogates",
      text: "He have \ud83d it. She have it.",
      corrected: "He have \ud83d it. She has it.",
    },
    {
      name: "NUL and control characters",
      text: "He have \0 it.\nShe have it.",
      corrected: "He have \0 it.\nShe has it.",
    },
    {
      name: "right-to-left text",
      text: "\u0645\u0631\u062d\u0628\u0627 have \u0628\u0627\u0644\u0639\u0627\u0644\u0645.",
    },
    { name: "another language", text: "Der Mann und die Frau sind nicht mit dem Hund have." },
    { name: "code", text: "if (have) { return teh[0]; }" },
    {
      name: "a code block",
      text: "He have:\n```\nI have teh\n```",
      corrected: "He has:\n```\nI have teh\n```",
    },
    { name: "JSON", text: '{"have": "teh"}' },
    {
      name: "mark-up",
      text: '<a title="have">He have</a> it.',
      corrected: '<a title="have">He has</a> it.',
    },
    {
      name: "an address",
      text: "He have http://x.org/have/teh here.",
      corrected: "He has http://x.org/have/teh here.",
    },
    {
      name: "words to ignore",
      text: "He have Teh car.",
      corrected: "He has Teh car.",
      options: { ignoreWords: ["teh"] },
    },
    {
      name: "forms of a word to ignore",
      text: "He have Teh's car, and tehs.",
      corrected: "He has Teh's car, and tehs.",
      options: { ignoreWords: ["teh"] },
    },
    {
      name: "words of a list",
      text: "He have teh car.",
      corrected: "He has teh car.",
      options: { ownWords: [new OwnWords(["TEH"])] },
    },
    {
      name: "a span to protect",
      text: "He have teh car.",
      corrected: "He have the car.",
      options: { protect: [{ start: 3, end: 7 }] },
    },
    {
      name: "edits less sure than asked",
      text: "He have teh car.",
      options: { minConfidence: 0.95 },
    },
  ])("answers $name", async ({ text, corrected = text, options }) => {
    const result = await correct(text, options);
    expect(result.corrected).toBe(corrected);
    expect(applyEdits(text, result.edits)).toBe(corrected);
  });

  it("tells the rewriter of own words in the text, each once", async () => {
    const rewriter = new ChangingRewriter(fix);
    const options = { ignoreWords: ["teh", "Vis a vis", "unused"] };
    await correct("Tehs are teh\u2019s. Teh vis a vis. Teh.", options, rewriter);
    expect(rewriter.ownWords).toEqual([["a", "teh", "teh's", "tehs", "vis"]]);
  });

  it("leaves a sentence alone unless one of its edits is sure enough", async () => {
    const unsure = new ChangingRewriter(fix, 0.6);
    unsure.info.minSentenceConfidence = 0.7;
    expect((await correct("He have it.", {}, unsure)).edits).toHaveLength(0);
    expect((await correct("He have it.", { minConfidence: 0.6 }, unsure)).edits).toHaveLength(1);
    unsure.info.minSentenceConfidence = 0.6;
    expect((await correct("He have it.", {}, unsure)).edits).toHaveLength(1);
  });

  it("judges a sentence by the evidence of a mistake, and an edit by its confidence", async () => {
    const unsure = new ChangingRewriter(fix, 0.5);
    unsure.info.minSentenceConfidence = 0.8;
    expect((await correct("He have it.", {}, unsure)).edits).toHaveLength(0);
    // Log-odds of 49 that it is not kept and of 1 that it is written so: 7 to 1.
    unsure.keepProbability = 0.02;
    const [edit] = (await correct("He have it.", {}, unsure)).edits;
    expect(edit).toMatchObject({ replacement: "has", confidence: expect.closeTo(0.5, 10) });
    expect(edit).not.toHaveProperty("evidence");
    expect((await correct("He have it.", { minConfidence: 0.6 }, unsure)).edits).toHaveLength(0);
    unsure.info.minSentenceConfidence = 0.88;
    expect((await correct("He have it.", {}, unsure)).edits).toHaveLength(0);
    expect((await correct("He have it.", { minConfidence: 0.5 }, unsure)).edits).toHaveLength(1);
  });

  it("tells by what the edits were judged", async () => {
    const unsure = new ChangingRewriter(fix, 0.5);
    unsure.keepProbability = 0.02;
    const found: number[] = [];
    for await (const { edits } of judgedStream("He have it.", {}, { rewriter: unsure })) {
      found.push(...edits.map(({ evidence }) => evidence));
    }
    expect(found).toEqual([expect.closeTo(0.875, 10)]);
  });

  it("has a bar of its own for respellings", async () => {
    const unsure = new ChangingRewriter((text) => text.replace("recieve", "receive"), 0.6);
    unsure.info.minSentenceConfidence = 0.9;
    expect((await correct("I recieve mail.", {}, unsure)).edits).toHaveLength(0);
    unsure.info.minSpellingConfidence = 0.6;
    expect((await correct("I recieve mail.", {}, unsure)).edits).toHaveLength(1);
    expect((await correct("I recieve mail.", { minConfidence: 0.7 }, unsure)).edits).toEqual([]);
  });

  it("opens a sentence for a word that is surely misspelt, whatever was meant", async () => {
    const unsure = new ChangingRewriter((text) => text.replace("recieve", "received"), 0.6);
    unsure.info.minSentenceConfidence = 0.9;
    unsure.info.minSpellingConfidence = 0.7;
    const torn = (misspelt: number): Rewriter => ({
      info: unsure.info,
      rewrite: async (texts, options) =>
        (await unsure.rewrite(texts, options)).map((rewrite) => ({ ...rewrite, misspelt })),
      close: () => unsure.close(),
    });
    expect((await correct("I recieve mail.", {}, torn(0.65))).edits).toHaveLength(0);
    expect((await correct("I recieve mail.", {}, torn(0.75))).edits).toHaveLength(1);
  });

  it("drops edits below the model's own threshold unless told otherwise", async () => {
    const unsure = new ChangingRewriter(fix, 0.4);
    expect((await correct("He have it.", {}, unsure)).edits).toHaveLength(0);
    expect((await correct("He have it.", { minConfidence: 0.3 }, unsure)).edits).toHaveLength(1);
  });

  it("never takes a whole sentence away", async () => {
    const rewriter = new ChangingRewriter(() => " ");
    expect(await correct("He have it. 5.", {}, rewriter)).toEqual({
      corrected: "He have it. 5.",
      edits: [],
    });
  });

  it("shows the model no text that it could only spoil", async () => {
    const rewriter = new ChangingRewriter((sentence) => sentence);
    await correct(
      "Yes. \u4f60\u597d\u3002 12.5 https://x.org Il gatto non \u00e8 nella casa della nonna.",
      {},
      rewriter,
    );
    expect(rewriter.seen).toEqual(["Yes."]);
  });

  it("keeps its laws on any text, whatever the model writes", async () => {
    const random = new Random(12);
    const rewriter = new ChangingRewriter((sentence) => corrupt(random, sentence));
    for (let n = 0; n < 800; n++) {
      const text = randomText(random, 40);
      const { corrected, edits } = await correct(text, {}, rewriter);
      expect(applyEdits(text, edits)).toBe(corrected);
      for (const { start, end, original, replacement, message } of edits) {
        expect(text.slice(start, end)).toBe(original);
        expect(replacement).not.toBe(original);
        expect(original).not.toMatch(/[\r\n]/);
        expect(message).toMatch(/^\S.+[.?]$/s);
      }
    }
  });

  it("corrects a megabyte", async () => {
    const sentence = "He have a car, and she like it very much. ";
    const text = sentence.repeat(Math.ceil(1_000_000 / sentence.length));
    const { corrected } = await correct(text);
    expect(corrected).toBe(text.replaceAll("have", "has"));
  });

  it.each([
    { name: "cancelled", error: new CancelledError("The request was cancelled") },
    { name: "unavailable", error: new UnavailableError("Too much waits") },
  ])("passes on that the rewriter is $name", async ({ error }) => {
    const rewriter = new ChangingRewriter(fix);
    rewriter.rewrite = () => Promise.reject(error);
    await expect(correct("He have it.", {}, rewriter)).rejects.toBe(error);
  });

  it("leaves the thread to others now and then, though all rewrites are there at once", async () => {
    let [turns, open] = [0, true];
    const count = () => {
      turns++;
      if (open) setImmediate(count);
    };
    setImmediate(count);
    await correct("He have it. ".repeat(320));
    open = false;
    expect(turns).toBeGreaterThanOrEqual(15);
  });
});
