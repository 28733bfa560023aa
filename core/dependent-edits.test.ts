import { describe, expect, it } from "vitest";
import { joinDependent } from "./dependent-edits.js";
import { applyEdits, diffEdits } from "./edits.js";
import { Random } from "./test-support/random.js";
import { corrupt, randomText } from "./test-support/texts.js";

const joined = (source: string, target: string) =>
  joinDependent(source, target, diffEdits(source, target));

const ROWS: { source: string; target: string; edits: string[] }[] = [
  {
    source: "He gave me many informations.",
    target: "He gave me a lot of information.",
    edits: ["many informations>a lot of information"],
  },
  { source: "These advice helped.", target: "This advice helped.", edits: ["These>This"] },
  {
    source: "I read this books.",
    target: "I read these book.",
    edits: ["this>these", "books>book"],
  },
  { source: "He has an cars.", target: "He has a car.", edits: ["an>a", "cars>car"] },
  {
    source: "I didn't receive it.",
    target: "I haven't received it.",
    edits: ["didn't receive>haven't received"],
  },
  { source: "We could of went.", target: "We could have gone.", edits: ["of went>have gone"] },
  {
    source: "They still wait.",
    target: "They are still waiting.",
    edits: [">are ", "wait>waiting"],
  },
  { source: "We wait here.", target: "We are waiting here.", edits: ["wait>are waiting"] },
  { source: "I must sleep.", target: "I had to sleep.", edits: ["must>had to"] },
  {
    source: "There is no way for closing it.",
    target: "There is no way to close it.",
    edits: ["for closing>to close"],
  },
  { source: "I can not go.", target: "I can't go.", edits: ["can not>can't"] },
  { source: "I can not go.", target: "I cannot go.", edits: ["can not>cannot"] },
  { source: "If he would take it.", target: "If he took it.", edits: ["would take>took"] },
  {
    source: "It was late. When he left.",
    target: "It was late when he left.",
    edits: [". When> when"],
  },
  {
    source: "They was argueing.",
    target: "They were arguing.",
    edits: ["was>were", "argueing>arguing"],
  },
  { source: "He have an car.", target: "He has a car.", edits: ["have>has", "an>a"] },
  { source: "i Am here.", target: "I am here.", edits: ["i>I", "Am>am"] },
  {
    source: "He have\nmany informations.",
    target: "He has\nmuch information.",
    edits: ["have>has", "many>much", "informations>information"],
  },
];

describe("joinDependent", () => {
  it.each(ROWS)("$source to $target", ({ source, target, edits }) => {
    const found = joined(source, target);
    expect(found.map((e) => `${source.slice(e.start, e.end)}>${e.replacement}`)).toEqual(edits);
    expect(applyEdits(source, found)).toBe(target);
  });

  it("keeps the laws of edits on 3,000 generated pairs", () => {
    const random = new Random(3);
    for (let n = 0; n < 3000; n++) {
      const source = randomText(random, 14);
      const target = random.chance(0.8) ? corrupt(random, source) : randomText(random, 10);
      const edits = joined(source, target);
      expect(applyEdits(source, edits)).toBe(target);
      for (const { start, end, replacement, target: place } of edits) {
        expect(target.slice(place.start, place.end)).toBe(replacement);
        expect(source.slice(start, end)).not.toBe(replacement);
      }
    }
  });
});
