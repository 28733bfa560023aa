import { describe, expect, it } from "vitest";
import { stopReason } from "./stopping.js";

const START = 0;
const repeat = (tokens: readonly number[], times: number) =>
  Array.from({ length: times }, () => tokens).flat();
const count = (length: number) => Array.from({ length }, (_, i) => i + 10);

const CASES = [
  { name: "an ordinary target goes on", target: count(12), source: count(12), stop: undefined },
  { name: "the limit of the model", target: count(50), source: count(45), stop: "length" },
  { name: "far longer than the source", target: count(27), source: count(4), stop: "length" },
  { name: "as long as may be", target: count(26), source: count(4), stop: undefined },
  {
    name: "one token over and over",
    target: [5, ...repeat([7], 12)],
    source: count(20),
    stop: "repetition",
  },
  {
    name: "a phrase over and over",
    target: [5, ...repeat([7, 8, 9], 4)],
    source: count(20),
    stop: "repetition",
  },
  {
    name: "not often enough",
    target: [5, ...repeat([7, 8, 9], 3)],
    source: count(20),
    stop: undefined,
  },
  {
    name: "a short run is no loop",
    target: [5, ...repeat([7], 11)],
    source: count(20),
    stop: undefined,
  },
  {
    name: "the source says it too",
    target: repeat([7, 8, 9], 5),
    source: repeat([7, 8, 9], 5),
    stop: undefined,
  },
];

describe("stopReason", () => {
  it.each(CASES)("$name", ({ target, source, stop }) => {
    expect(stopReason([START, ...target], target.length, source, 50)).toBe(stop);
  });

  it("looks only at the tokens it is told of", () => {
    expect(stopReason([START, 1, 2, ...repeat([7], 30)], 2, count(20), 50)).toBeUndefined();
  });
});
