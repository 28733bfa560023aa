import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ingestRequestSchema } from "../../core/ingest/request.js";
import {
  ALL_TRAIN,
  type Bench,
  CSV,
  ingestHere,
  openBench,
  PAIRS,
  readFolder,
  readRows,
  seedCsv,
  testdata,
  toDeps,
  upload,
} from "./ingest-util.js";

let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
});

afterEach(() => bench.close());

describe("versions", () => {
  it.each([
    [1024, false],
    [100_000, true],
  ])(
    "say whether duplicates far apart may be left: %d rows remembered",
    async (exactEntries, exact) => {
      // A thousand rows for each shard, which would all be remembered if each shard had as many.
      const deps = toDeps(bench.store, { limits: { exactEntries } });
      const { manifest } = await ingestHere(upload("a.csv", seedCsv(4000), { shards: 4 }), deps);
      expect(manifest.duplicatesExact).toBe(exact);
      expect(manifest.counts.taken).toBe(4000);
    },
  );

  it("come from the content: the same again is nothing to do, in whatever chunks it comes", async () => {
    const first = await ingestHere(upload("a.csv", seedCsv(300)), toDeps(bench.store));
    const before = await readFolder(bench.folder);
    const again = await ingestHere(
      upload("a.csv", seedCsv(300), { format: "csv" }, 77),
      toDeps(bench.store, { now: () => new Date("2027-01-01T00:00:00Z") }),
    );
    expect([first.created, again.created]).toEqual([true, false]);
    expect(again.manifest).toEqual(first.manifest);
    expect(await readFolder(bench.folder)).toEqual(before);
  });

  it.each<[string, object, string?]>([
    ["other filters", { filters: { minWords: 3 } }],
    ["another split", { split: { test: 0.2 } }],
    ["other content", {}, seedCsv(301)],
  ])("differ with %s", async (_, options, csv = seedCsv(300)) => {
    const first = await ingestHere(upload("a.csv", seedCsv(300)), toDeps(bench.store));
    const other = await ingestHere(upload("a.csv", csv, options), toDeps(bench.store));
    expect(other.manifest.version).not.toBe(first.manifest.version);
  });

  it("have every file that their manifest names, whole", async () => {
    const { manifest } = await ingestHere(
      upload("a.csv", seedCsv(2000), { shards: 3 }),
      toDeps(bench.store),
    );
    expect(Object.keys(manifest.files)).toHaveLength(3 * 3 + 2);
    const { createHash } = await import("node:crypto");
    let rows = 0;
    for (const [name, file] of Object.entries(manifest.files)) {
      const path = `${bench.folder}/datasets/pairs/${manifest.version}/${name}`;
      const bytes = readFileSync(path);
      expect(bytes.byteLength).toBe(file.bytes);
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(file.sha256);
      rows += file.rows;
    }
    expect(rows).toBe(2000);
    expect(manifest.counts.taken).toBe(2000);
  });
});

describe("sources in the store", () => {
  const request = (source: object, options: object = {}) =>
    ingestRequestSchema.parse({ name: "pairs", source, options: { ...ALL_TRAIN, ...options } });

  it("are read where they lie, one file or a folder", async () => {
    await bench.store.write("incoming/pairs/a.csv", Buffer.from(seedCsv(5)));
    await bench.store.write("incoming/pairs/b.csv", Buffer.from(seedCsv(5, 3)));
    const deps = toDeps(bench.store, { bucket: "data" });
    const one = await ingestHere(
      request({ kind: "object", uri: "gs://data/incoming/pairs/a.csv" }),
      deps,
    );
    const all = await ingestHere(request({ kind: "object", uri: "incoming/pairs/" }), deps);
    expect(one.manifest.counts).toEqual({ rows: 5, taken: 5, rejected: 0 });
    expect(all.manifest.counts).toEqual({ rows: 10, taken: 8, rejected: 2 });
    expect(all.manifest.statistics.rejects).toEqual({ duplicate: 2 });
  });

  it.each([
    [{ kind: "object", uri: "incoming/none.csv" }, /Nothing is stored at incoming\/none.csv/],
    [{ kind: "object", uri: "gs://elsewhere/a.csv" }, /Bucket elsewhere cannot be read here/],
  ])("that are not there are refused", async (source, message) => {
    await expect(ingestHere(request(source), toDeps(bench.store))).rejects.toThrow(message);
  });

  it("of feedback become pairs, the rejected edits too, from a day on", async () => {
    const feedback = (text: string, accepted: boolean) =>
      Buffer.from(
        JSON.stringify(
          { schema: 1, text, edits: [{ start: 3, end: 5, replacement: "goes", accepted }] },
          null,
          2,
        ),
      );
    await bench.store.write("feedback/2026-11-20/a.json", feedback("He go to work.", true));
    await bench.store.write("feedback/2026-11-26/b.json", feedback("He go to school.", true));
    await bench.store.write("feedback/2026-11-27/c.json", feedback("He go to town.", false));
    await bench.store.write("feedback/2026-11-27/d.json", Buffer.from("{"));
    const order = request({ kind: "feedback", since: "2026-11-25" });
    const { manifest } = await ingestHere(order, toDeps(bench.store));
    expect(await readRows(bench, manifest, "train")).toEqual([
      { source: "He go to school.", target: "He goes to school." },
      { source: "He go to town.", target: "He go to town." },
    ]);
    expect(manifest.statistics.rejects).toEqual({ broken_json: 1 });
  });

  it("keep evaluation sentences out, and a new evaluation set makes a new version", async () => {
    const order = () => upload("a.csv", CSV, ALL_TRAIN);
    const before = await ingestHere(order(), toDeps(bench.store));
    await bench.store.write(
      "evaluation/dev.m2",
      Buffer.from(
        "S They were late , again yesterday\nA -1 -1|||noop|||-NONE-|||REQUIRED|||-NONE-|||0\n",
      ),
    );
    await bench.store.write(
      "evaluation/x.tsv.gz",
      gzipSync("another\tshe GOES to school every day"),
    );
    const { manifest } = await ingestHere(order(), toDeps(bench.store));
    expect(manifest.version).not.toBe(before.manifest.version);
    expect(manifest.statistics.rejects).toEqual({ evaluation_sentence: 2 });
    expect(await readRows(bench, manifest, "train")).toEqual([PAIRS[2]]);
  });
});

describe("a limit", () => {
  it.each([
    ["a.csv", seedCsv(500)],
    ["a.csv.gz", gzipSync(seedCsv(500))],
    ["a.parquet", testdata("pairs.parquet")],
  ])("of 2 rows takes the first two of %s", async (file, data) => {
    const order = upload(file, data, { ...ALL_TRAIN, limit: 2 });
    const { manifest } = await ingestHere(order, toDeps(bench.store));
    expect(manifest.counts.rows).toBe(2);
  });
});
