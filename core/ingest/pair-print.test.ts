import { expect, it } from "vitest";
import { Random } from "../test-support/random.js";
import { combine, hashBag, printSentence } from "./hash.js";
import { PairPrinter } from "./pair-print.js";
import { findShared } from "./shared.js";
import { Text } from "./text.js";

/** Few words, so that pairs come again; some with a lower case that is not one unit, or far away. */
const WORDS = ["a", "b", "bb", "A", "b.", "n\u00e9", "\u0130", "\u03a3\u03a3", "\ud835\udc00", ""];

it("prints a pair by what its sides share as by both sides whole", () => {
  const random = new Random(5);
  const printer = new PairPrinter();
  const sentence = () =>
    Array.from({ length: random.int(0, 4) }, () => random.pick(WORDS)).join(" ");
  const prints = new Map<string, string>();
  const pairs = new Map<string, string>();
  for (let round = 0; round < 5000; round++) {
    const [a, b] = [sentence(), sentence()];
    const [source, target] = [Text.of(a), Text.of(b)];
    const { exact, near, sourceWords } = printer.print(source, target, findShared(source, target));
    const [left, right] = [printSentence(source), printSentence(target)];
    expect(near).toEqual(combine(hashBag(left.bag), hashBag(right.bag)));
    expect(sourceWords).toBe(left.words);
    expect(printer.keyOfSource(source)).toEqual(left.key);
    const [print, pair] = [`${exact.high} ${exact.low}`, JSON.stringify([a, b])];
    // One print a pair, and one pair a print.
    expect(prints.get(pair) ?? print).toBe(print);
    expect(pairs.get(print) ?? pair).toBe(pair);
    prints.set(pair, print);
    pairs.set(print, pair);
  }
  expect(prints.size).toBeGreaterThan(500);
});
