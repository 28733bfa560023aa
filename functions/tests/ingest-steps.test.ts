import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ObjectStore, WriteOptions } from "../../core/object-store.js";
import { Random } from "../../core/test-support/random.js";
import { FolderObjectStore } from "../../infra/local/object-store.js";
import { createIngest } from "../ingest/ingest.js";
import {
  type Bench,
  ingestHere,
  ingestInSteps,
  openBench,
  readFolder,
  seedCsv,
  toDeps,
  upload,
} from "./ingest-util.js";

let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
});

afterEach(() => bench.close());

/** Rows of every kind: duplicates far apart, near ones, bad ones, quotes over lines. */
const CSV = `${seedCsv(400)}${seedCsv(100, 350).split("\n").slice(1).join("\n")}only one column
"a line
end in quotes","she goes home"
"grammar: she go to SHOP number 5 and buy 5 apple","She goes to shop number 5, and buys 5 apples."
${seedCsv(20, 900).split("\n").slice(1).join("\n")}`;

const OPTIONS = { shards: 3, split: { validation: 0.1, test: 0.1 } };

/** Cuts the file above into many ranges. */
const SMALL = { fanOutBytes: 1000, rangeBytes: 4000 };

/** The files of the one version that there is, without what differs from run to run. */
async function readVersion(folder: string): Promise<Record<string, unknown>> {
  const files = await readFolder(join(folder, "datasets"));
  const read: Record<string, unknown> = {};
  for (const [path, content] of Object.entries(files)) {
    if (path.startsWith(".staging/")) continue;
    const name = path.split("/").slice(2).join("/");
    if (name === "rejected.jsonl.gz") read[name] = content.split("\n").sort();
    else if (name === "manifest.json") {
      const { createdAt: _, files: made, ...rest } = JSON.parse(content);
      delete made["rejected.jsonl.gz"];
      read[name] = { ...rest, made };
    } else read[name] = content;
  }
  return read;
}

describe("a large source", () => {
  it("gives the same version in steps as in one go, whatever order the messages come in", async () => {
    const random = new Random(3);
    const ranges = await ingestInSteps(
      upload("a.csv", CSV, OPTIONS),
      toDeps(bench.store, { limits: SMALL }),
      (tasks) => [...tasks, ...tasks.slice(0, 3)].sort(() => random.next() - 0.5),
    );
    expect(ranges).toBeGreaterThan(8);
    const stepped = await readVersion(bench.folder);
    const whole = await openBench();
    const { manifest } = await ingestHere(upload("a.csv", CSV, OPTIONS), toDeps(whole.store));
    expect(manifest.statistics.rejects).toEqual({
      duplicate: 50,
      near_duplicate: 1,
      wrong_columns: 1,
      control_characters: 1,
    });
    expect(stepped).toEqual(await readVersion(whole.folder));
    expect(
      Object.keys(await readFolder(bench.folder)).filter((path) => path.includes("/.staging/")),
    ).toEqual([]);
    await whole.close();
  });

  it.each(["jsonl", "tsv", "m2", "text"])("is cut for %s too", async (format) => {
    const sentences = Array.from(
      { length: 300 },
      (_, i) => `She goes to shop number ${i} and buys it`,
    );
    const lines: Record<string, (text: string) => string> = {
      jsonl: (text) => JSON.stringify({ source: text, target: text }),
      tsv: (text) => `${text}\t${text}`,
      m2: (text) => `S ${text}\nA -1 -1|||noop|||-NONE-|||REQUIRED|||-NONE-|||0\n`,
      text: (text) => text,
    };
    const data = sentences.map(lines[format] as (text: string) => string).join("\n");
    const file = format === "text" ? "a.txt" : `a.${format}`;
    await ingestInSteps(upload(file, data, OPTIONS), toDeps(bench.store, { limits: SMALL }));
    const whole = await openBench();
    const { manifest } = await ingestHere(upload(file, data, OPTIONS), toDeps(whole.store));
    expect(manifest.counts).toEqual({ rows: 300, taken: 300, rejected: 0 });
    expect(await readVersion(bench.folder)).toEqual(await readVersion(whole.folder));
    await whole.close();
  });

  it("is refused to workers whose evaluation sets differ from the plan's", async () => {
    const tasks: unknown[] = [];
    const ingest = createIngest({
      ...toDeps(bench.store, { limits: SMALL }),
      publish: async (task) => {
        tasks.push(task);
      },
    });
    await ingest.ingest(upload("a.csv", CSV, OPTIONS));
    await bench.store.write("evaluation/new.txt", Buffer.from("One more sentence."));
    const [first] = tasks as Parameters<typeof ingest.step>[0][];
    await expect(ingest.step(first as NonNullable<typeof first>)).rejects.toThrow(
      /evaluation sets changed/,
    );
  });
});

class Killed extends Error {}

/** A store whose process "is killed" at its nth change: nothing works afterwards. */
function killedAt(store: ObjectStore, change: number): ObjectStore {
  let left = change;
  let dead = false;
  const act = () => {
    if (dead || left-- <= 0) {
      dead = true;
      throw new Killed();
    }
  };
  return {
    read: (path, range) => store.read(path, range),
    stat: (path) => store.stat(path),
    list: (prefix) => store.list(prefix),
    async write(path, data, options?: WriteOptions) {
      act();
      return store.write(path, data, options);
    },
    async delete(path, options) {
      act();
      return store.delete(path, options);
    },
  };
}

describe("an ingestion that is killed", () => {
  // In steps there are over a hundred changes: every seventh is tried.
  it.each([
    ["in one go", 1],
    ["in steps", 7],
  ])("at any change, %s, ends the same when it is run again", async (how, stride) => {
    const clean = await openBench();
    const order = () => upload("a.csv", CSV, OPTIONS);
    const run = (store: ObjectStore) =>
      how === "in steps"
        ? ingestInSteps(
            order(),
            toDeps(store, { limits: { fanOutBytes: 1000, rangeBytes: 20_000 } }),
          )
        : ingestHere(order(), toDeps(store));
    await run(clean.store);
    const expected = await readVersion(clean.folder);
    let survived = false;
    for (let change = 0; !survived; change += stride) {
      const folder = join(bench.folder, `kill-${change}`);
      const store = new FolderObjectStore(folder);
      try {
        await run(killedAt(store, change));
        survived = true;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
      await run(store);
      expect(await readVersion(folder)).toEqual(expected);
      // What the killed one left is there until it is swept.
      await ingestHere(
        order(),
        toDeps(store, { now: () => new Date(Date.now() + 2 * 86_400_000) }),
      );
      const files = Object.keys(await readFolder(folder));
      expect(files.filter((path) => !path.startsWith("datasets/pairs/"))).toEqual([]);
    }
    await clean.close();
  });
});

describe("ingestions at once", () => {
  it("of one file make one version, and both say so", async () => {
    const results = await Promise.all(
      Array.from({ length: 5 }, () =>
        ingestHere(upload("a.csv", CSV, OPTIONS), toDeps(new FolderObjectStore(bench.folder))),
      ),
    );
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    const { manifest } = results[0] as (typeof results)[number];
    for (const result of results) expect(result.manifest).toEqual(manifest);
    const whole = await openBench();
    await ingestHere(upload("a.csv", CSV, OPTIONS), toDeps(whole.store));
    expect(await readVersion(bench.folder)).toEqual(await readVersion(whole.folder));
    await whole.close();
  });
});

describe("a source or a store that fails", () => {
  it("half way leaves no version", async () => {
    async function* goesAway() {
      yield Buffer.from(seedCsv(50));
      throw new Error("connection reset");
    }
    const order = upload("a.csv", "");
    const work = ingestHere(
      { ...order, source: { kind: "upload", fileName: "a.csv", body: goesAway() } },
      toDeps(bench.store),
    );
    await expect(work).rejects.toThrow("connection reset");
    expect(await readFolder(bench.folder)).toEqual({});
  });

  it("because the disk is full says so, and works once it is not", async () => {
    let full = true;
    const store: ObjectStore = {
      read: (path, range) => bench.store.read(path, range),
      stat: (path) => bench.store.stat(path),
      list: (prefix) => bench.store.list(prefix),
      delete: (path, options) => bench.store.delete(path, options),
      async write(path, data, options) {
        if (!full || !path.startsWith("datasets/")) return bench.store.write(path, data, options);
        // As a full disk does: some bytes go through.
        if (!(data instanceof Uint8Array)) for await (const _ of data) break;
        throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
      },
    };
    await expect(ingestHere(upload("a.csv", CSV), toDeps(store))).rejects.toThrow("ENOSPC");
    full = false;
    const { created } = await ingestHere(upload("a.csv", CSV), toDeps(store));
    expect(created).toBe(true);
  });

  it("by changing under the reader is noticed", async () => {
    await bench.store.write("incoming/pairs/a.csv", Buffer.from(CSV));
    let reads = 0;
    const store: ObjectStore = {
      stat: (path) => bench.store.stat(path),
      list: (prefix) => bench.store.list(prefix),
      write: (path, data, options) => bench.store.write(path, data, options),
      delete: (path, options) => bench.store.delete(path, options),
      async *read(path, range) {
        if (path.startsWith("incoming/") && ++reads === 2) {
          await bench.store.write(path, Buffer.from(seedCsv(460)));
        }
        yield* bench.store.read(path, range);
      },
    };
    const order = {
      ...upload("a.csv", ""),
      source: { kind: "object" as const, uri: "incoming/pairs/a.csv" },
    };
    await expect(ingestHere(order, toDeps(store))).rejects.toThrow(/changed while it was read/);
  });

  it("by being aborted stops", async () => {
    const stop = new AbortController();
    stop.abort(new Error("the caller went away"));
    const work = createIngest(toDeps(bench.store)).ingest(upload("a.csv", CSV), {
      signal: stop.signal,
    });
    await expect(work).rejects.toThrow("the caller went away");
  });
});
