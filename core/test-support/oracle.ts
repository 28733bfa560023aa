import { readFileSync } from "node:fs";
import { SentenceTokenizer, type TokenizerOptions } from "../tokens.js";

/** A JSON file of `core/testdata`, most of which the trainer's `make_oracle.py` writes. */
export function readTestData<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../testdata/${name}`, import.meta.url), "utf8")) as T;
}

/** The tokenizer of a model in `core/testdata`. */
export function testTokenizer(model: string, options: Partial<TokenizerOptions> = {}) {
  return new SentenceTokenizer(
    readTestData(`${model}/tokenizer.json`),
    readTestData(`${model}/tokenizer_config.json`),
    { prefix: "", leadingSpace: true, eos: 1, ...options },
  );
}
