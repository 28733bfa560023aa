import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UnprocessableError } from "../../core/errors.js";
import type { WebFiles } from "../../core/ingest/ports.js";
import { ingestRequestSchema } from "../../core/ingest/request.js";
import { createIngest } from "../ingest/ingest.js";
import { type Bench, CSV, openBench, toDeps } from "./ingest-util.js";

const GB = 1e9;

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

describe("a source that says it has 10 GB", () => {
  it.each([
    { name: "is refused before a byte is read where that is too much", limit: 5 * GB, reads: 0 },
    { name: "costs what it really has where it may be so large", limit: 64 * GB, reads: 1 },
  ])("$name", async ({ limit, reads }) => {
    let [read, closed] = [0, false];
    const web: WebFiles = {
      open: async () => ({
        name: "pairs.csv",
        declaredBytes: 10 * GB,
        body: (async function* () {
          read++;
          yield Buffer.from(CSV);
        })(),
        close: () => {
          closed = true;
        },
      }),
    };
    const ingest = createIngest(toDeps(bench.store, { web, limits: { maxSourceBytes: limit } }));
    const source = { kind: "https", url: "https://data.example.org/pairs.csv" };
    const work = ingest.ingest(ingestRequestSchema.parse({ name: "pairs", source }));
    if (reads > 0) await work;
    else await expect(work).rejects.toThrow(UnprocessableError);
    expect(read).toBe(reads);
    expect(closed).toBe(true);
  });
});
