import { describe, expect, it } from "vitest";
import { ingestOptionsSchema } from "./options.js";
import { chooseShards, RangeCutter } from "./plan.js";
import { type Reported, renderReport } from "./report.js";
import {
  addStatistics,
  countReject,
  countTaken,
  emptyStatistics,
  rejectedRows,
  takenRows,
} from "./statistics.js";

function sample() {
  const statistics = emptyStatistics();
  countTaken(statistics, "train", { sourceWords: 4, targetWords: 5, edits: 1 });
  countTaken(statistics, "test", { sourceWords: 400, targetWords: 104, edits: 30 });
  countReject(statistics, "near_duplicate");
  return statistics;
}

describe("statistics", () => {
  it("count into bars whose last one is open", () => {
    const { sourceWords, targetWords, edits } = sample();
    expect([sourceWords[0], sourceWords.at(-1)]).toEqual([1, 1]);
    expect([targetWords[1], targetWords.at(-1)]).toEqual([1, 1]);
    expect([edits[1], edits.at(-1)]).toEqual([1, 1]);
  });

  it("of parts add up", () => {
    const whole = addStatistics([sample(), sample(), emptyStatistics()]);
    expect(takenRows(whole)).toBe(4);
    expect(rejectedRows(whole)).toBe(2);
    expect(whole.sourceWords[0]).toBe(2);
    expect(addStatistics([whole])).toEqual(whole);
  });
});

describe("renderReport", () => {
  const dataset: Reported = {
    schema: 1,
    name: "pairs",
    version: "0123456789ab",
    kind: "pairs",
    licence: "<b>CC0</b>",
    source: {
      kind: "upload",
      location: "a.csv",
      files: [{ name: "a.csv", bytes: 1234, sha256: "0".repeat(64) }],
    },
    options: ingestOptionsSchema.parse({ format: "csv" }),
    evaluation: { sentences: 7, sha256: "0".repeat(64) },
    splitRule: "by hash",
    counts: { rows: 3, taken: 2, rejected: 1 },
    statistics: sample(),
    duplicatesExact: false,
  };

  it("shows counts, reasons and plots, with nothing loaded from elsewhere", () => {
    const html = renderReport(dataset);
    expect(html).toContain("3 rows read, 2 taken, 1 left out");
    expect(html).toContain("near duplicate");
    expect(html.match(/<svg /g)).toHaveLength(4);
    expect(html).toContain("some far apart may be left");
    expect(html).toContain("&lt;b&gt;CC0&lt;/b&gt;");
    expect(html).not.toMatch(/<script|src=|href=/);
  });

  it("leaves out what clean text does not have", () => {
    const html = renderReport({ ...dataset, kind: "text", statistics: emptyStatistics() });
    expect(html.match(/<svg /g)).toHaveLength(1);
    expect(html).toContain("No row was left out");
  });
});

describe("RangeCutter", () => {
  it.each([
    ["one range when small", 100, [10, 20, 30], 30, [[0, 30]]],
    [
      "a cut at the first record end after the target",
      15,
      [10, 20, 30, 40],
      40,
      [
        [0, 20],
        [20, 40],
      ],
    ],
    [
      "the rest as a last range",
      15,
      [10, 20, 30, 40, 47],
      47,
      [
        [0, 20],
        [20, 40],
        [40, 47],
      ],
    ],
    [
      "a record larger than a range",
      5,
      [50, 52, 60],
      60,
      [
        [0, 50],
        [50, 60],
      ],
    ],
  ])("gives %s", (_, target, ends, bytes, expected) => {
    const cutter = new RangeCutter(target);
    for (const end of ends) cutter.recordEnds(end);
    expect(cutter.ranges(bytes).map(({ start, end }) => [start, end])).toEqual(expected);
  });
});

describe("chooseShards", () => {
  it.each([
    [0, 1],
    [256 * 2 ** 20, 1],
    [2 ** 30, 4],
    [2 ** 50, 64],
  ])("%d bytes", (bytes, shards) => {
    expect(chooseShards(bytes)).toBe(shards);
  });
});
