import { describe, expect, it } from "vitest";
import { ModelError } from "./errors.js";
import { readTestData, testTokenizer } from "./test-support/oracle.js";
import { Random } from "./test-support/random.js";
import { randomText } from "./test-support/texts.js";
import { SentenceTokenizer } from "./tokens.js";

interface TokenizerOracle {
  readonly cases: readonly {
    readonly text: string;
    readonly ids: readonly number[];
    /** Vocabulary strings, separated by spaces. */
    readonly tokens: string;
    /** Where it is not `text`. */
    readonly decoded?: string;
  }[];
}

const EOS = 1;
const MODELS = [
  { model: "tiny-model", oracle: "tokenizer-oracle.json", leadingSpace: true, known: /^$(?!)/ },
  // JavaScript's white space holds the byte order mark, Rust's does not.
  { model: "tiny-t5", oracle: "tokenizer-oracle-t5.json", leadingSpace: false, known: /\ufeff/ },
];

describe.each(MODELS)("SentenceTokenizer of $model", ({ model, oracle, leadingSpace, known }) => {
  const tokenizer = testTokenizer(model, { leadingSpace });
  const { cases } = readTestData<TokenizerOracle>(oracle);

  const found = cases.map(({ text }) => {
    const ids = tokenizer.encode(text).copy.slice(0, -1);
    const tokens = ids.map((id) => tokenizer.vocabulary[id]).join(" ");
    return { text, ids, tokens, decoded: tokenizer.decode(ids).text };
  });
  const wanted = cases.map((row) => ({ decoded: row.text, ...row }));

  it("gives Python's ids, tokens and text on every fixture", () => {
    expect(cases.length).toBeGreaterThanOrEqual(2000);
    const unknown = (row: { readonly text: string }) => !known.test(row.text);
    expect(found.filter(unknown)).toEqual(wanted.filter(unknown));
  });

  it("still differs where it is known to", () => {
    for (const [i, row] of found.entries()) {
      if (known.test(row.text)) expect(row.ids).not.toEqual(wanted[i]?.ids);
    }
  });

  it("ends every sentence with the end token", () => {
    expect(tokenizer.encode("He has a car.").source.at(-1)).toBe(EOS);
  });
});

describe("SentenceTokenizer", () => {
  const tokenizer = testTokenizer("tiny-model");

  it("gives each token its place in the text", () => {
    const { copy } = tokenizer.encode("He was caf\u00e9 \u{1f600}!");
    const { text, spans } = tokenizer.decode(copy);
    expect(text).toBe("He was caf\u00e9 \u{1f600}!");
    expect(spans.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
    expect(text.slice(spans[0]?.start, spans[0]?.end)).toBe("He");
  });

  it("tiles any text with its tokens' spans", () => {
    const random = new Random(11);
    for (let n = 0; n < 500; n++) {
      const sentence = randomText(random, 10);
      const { text, spans } = tokenizer.decode(tokenizer.encode(sentence).copy);
      expect(text).toBe(sentence);
      let at = 0;
      for (const span of spans) {
        expect(span.start).toBe(at);
        at = span.end;
      }
      expect(at).toBe(text.length);
    }
  });

  it("puts the task prefix before the source, not into the copy", () => {
    const t5 = testTokenizer("tiny-t5", { leadingSpace: false, prefix: "grammar: " });
    const { source, copy } = t5.encode("He has a car.");
    const whole = testTokenizer("tiny-t5", { leadingSpace: false }).encode(
      "grammar: He has a car.",
    );
    expect(source).toEqual(whole.copy);
    expect(source.slice(-copy.length)).toEqual(copy);
  });

  it.each([
    {
      name: "bytes write anything",
      model: "tiny-model",
      text: "\u{1f600} \u0645 e\u0301\t\r\n",
      lossless: true,
    },
    {
      name: "special tokens leave no text",
      model: "tiny-model",
      text: "a </s> b",
      lossless: false,
    },
    {
      name: "a lone surrogate is no character",
      model: "tiny-model",
      text: "a \ud800 b",
      lossless: false,
    },
    {
      name: "SentencePiece writes its own characters",
      model: "tiny-t5",
      text: "He has a  car.",
      lossless: true,
    },
    {
      name: "SentencePiece lacks others",
      model: "tiny-t5",
      text: "He has {a} car.",
      lossless: false,
    },
  ])("knows what it can write: $name", ({ model, text, lossless }) => {
    const it = testTokenizer(model, { leadingSpace: model === "tiny-model" });
    expect(it.isLossless(text, it.encode(text))).toBe(lossless);
  });

  it("refuses a decoder it does not know", () => {
    const json = { ...readTestData<object>("tiny-model/tokenizer.json"), decoder: { type: "CTC" } };
    const options = { prefix: "", leadingSpace: true, eos: 1 };
    expect(() => new SentenceTokenizer(json, {}, options)).toThrow(ModelError);
    expect(() => new SentenceTokenizer(json, {}, options)).toThrow(/CTC.*ByteLevel, Metaspace/);
  });
});
