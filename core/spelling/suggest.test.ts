import { describe, expect, it } from "vitest";
import { embeddedWords, lexiconFrom } from "../test-support/lexicon.js";
import { misspell } from "../test-support/misspell.js";
import { Random } from "../test-support/random.js";
import { COST, extraCost, missingCost, substitutionCost } from "./cost.js";
import { SOUNDS } from "./sounds.js";
import { suggest } from "./suggest.js";

/** Some words of all kinds, and all that begin alike: all of them take seconds the slow way. */
const words = embeddedWords().filter(({ word }, i) => i % 150 === 0 || /^con/.test(word));
const lexicon = lexiconFrom(words);

/** The definition, written out: the cheapest way to write each beginning of a word as each of the typed one. */
function slowCost(right: string, typed: string): number {
  const table: number[][] = [];
  const at = (text: string, i: number) => (i >= 0 && i < text.length ? text.charCodeAt(i) : 0);
  const cost = (d: number, i: number) => table[d]?.[i] ?? Number.POSITIVE_INFINITY;
  const sounds = SOUNDS.filter(
    (sound) => right.includes(sound.right) && typed.includes(sound.typed),
  );
  for (let d = 0; d <= right.length; d++) {
    table.push([]);
    for (let i = 0; i <= typed.length; i++) {
      const [r, t] = [at(right, d - 1), at(typed, i - 1)];
      const ways = [d + i === 0 ? 0 : Number.POSITIVE_INFINITY];
      const missing = missingCost(r, at(right, d - 2), 0) + (d === 1 ? COST.first : 0);
      if (d > 0) ways.push(cost(d - 1, i) + missing);
      const extra = extraCost(t, at(typed, i - 2), at(typed, i));
      if (i > 0) ways.push(cost(d, i - 1) + extra + (d === 0 && i === 1 ? COST.first : 0));
      if (d > 0 && i > 0) {
        const first = d === 1 && i === 1 && r !== t ? COST.first : 0;
        ways.push(cost(d - 1, i - 1) + substitutionCost(t, r) + first);
      }
      const swapped = r !== t && r === at(typed, i - 2) && t === at(right, d - 2);
      if (d > 1 && i > 1 && swapped) {
        ways.push(cost(d - 2, i - 2) + COST.swap + (d === 2 && i === 2 ? COST.first : 0));
      }
      for (const sound of sounds) {
        const heard = right.endsWith(sound.right, d) && typed.endsWith(sound.typed, i);
        if (heard) ways.push(cost(d - sound.right.length, i - sound.typed.length) + COST.sound);
      }
      (table[d] as number[])[i] = Math.min(...ways);
    }
  }
  return cost(right.length, typed.length);
}

/** The rule, written out: every word that is near enough, by log frequency less cost. */
function slowSuggest(typed: string, costs: readonly number[], capital: boolean) {
  const most = typed.length <= 3 ? 1 : typed.length === 4 ? 1.6 : typed.length <= 7 ? 2.2 : 2.8;
  const bound = costs.some((cost) => cost <= 0.8) ? Math.min(1.4, most) : most;
  return words
    .map(({ spelling, word, frequencyClass }, i) => {
      const cost = costs[i] as number;
      const logCount = (frequencyClass / 1.75) * Math.LN2;
      const isName = spelling !== word;
      const score = logCount - 6 * cost - (isName && !capital ? 3 : 0);
      return { text: spelling, score, cost, logCount, isName };
    })
    .filter(({ cost, logCount }) => cost <= bound && logCount >= (typed.length <= 3 ? 8 : 0))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 4);
}

describe("suggest", () => {
  const random = new Random(5);
  const typed = [
    "becouse",
    "bein",
    "ber",
    "concious",
    "confeshun",
    "beleif",
    "konflict",
    "behinde",
  ];
  for (let round = 0; round < 8; round++) typed.push(misspell(random, random.pick(words).word));

  it.each(typed)("finds for %s what the rule finds among all words", (word) => {
    const costs = words.map((right) => slowCost(right.word, word));
    for (const capital of [false, true]) {
      expect(suggest(lexicon, word, capital, 4)).toEqual(slowSuggest(word, costs, capital));
    }
  });
});
