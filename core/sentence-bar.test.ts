import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { reachesBar } from "./sentence-bar.js";

/** Read by training-job/tests/test_decision.py too. */
const CASES = readFileSync(new URL("testdata/sentence-bars.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((row): { name: string; bars: number[]; evidence: number[]; made: boolean } =>
    JSON.parse(row),
  );

describe("the bar of a sentence", () => {
  it.each(CASES)("$name", ({ bars, evidence, made }) => {
    const edits = evidence.map((value, index) => ({ evidence: value, bar: bars[index] as number }));
    expect(reachesBar(edits)).toBe(made);
    expect(reachesBar(edits.toReversed())).toBe(made);
  });
});
