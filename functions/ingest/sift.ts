import { putRow, type RowBins } from "../../core/ingest/bins.js";
import type { Line } from "../../core/ingest/line.js";
import { PlainRows } from "../../core/ingest/plain-rows.js";
import type { IngestPlan, IngestRange } from "../../core/ingest/plan.js";
import type { RejectReason, RowSink } from "../../core/ingest/rows.js";
import { createSieve, type Refused } from "../../core/ingest/sieve.js";
import { ahead } from "./ahead.js";
import { decompress } from "./decompress.js";
import type { IngestDeps, IngestRun } from "./deps.js";
import type { EvaluationKeys } from "./evaluation-sets.js";
import { readParquet } from "./parquet.js";
import { RowFeed } from "./row-feed.js";
import { checkUnchanged } from "./unchanged.js";

/** Where sifted rows go. `settle` may hold the reader back. */
export interface SiftOutput extends RowBins {
  /** A pair that was refused. */
  refused(reason: RejectReason, line: Line): void;
  /** Text that no pair could be made of. */
  unreadable(reason: RejectReason, text: string): void;
  settle(): Promise<void>;
}

/** Bytes between two reports of progress. */
const REPORT_BYTES = 4 * 2 ** 20;

/**
 * Reads one range of a plan's files, judges every row by itself and hands it on.
 *
 * @param limit Rows, taken or not, after which nothing more is read.
 * @returns How many rows were read.
 * @throws UnavailableError when a file is not any more what the plan says.
 */
export async function siftRange(
  range: IngestRange,
  plan: IngestPlan,
  keys: EvaluationKeys,
  deps: IngestDeps,
  output: SiftOutput,
  run: IngestRun,
  limit = Number.POSITIVE_INFINITY,
): Promise<number> {
  const path = plan.paths[range.file] as string;
  const file = plan.source.files[range.file] as IngestPlan["source"]["files"][number];
  const { format, columns } = plan.options;
  const sieve = createSieve(plan.options, keys);
  const refused: Refused = (reason, line) => output.refused(reason, line);
  let rows = 0;
  let taken = 0;
  const sink: RowSink = {
    row(source, target) {
      if (rows >= limit) return;
      rows++;
      const row = sieve(source, target, refused);
      if (!row) return;
      taken++;
      putRow(output, row);
    },
    reject(reason, text) {
      if (rows >= limit) return;
      rows++;
      output.unreadable(reason, text);
    },
  };
  let reported = 0;
  const progress = (bytes: number, force = false) => {
    run.signal?.throwIfAborted();
    if (!force && bytes - reported < REPORT_BYTES) return;
    reported = bytes;
    run.onProgress?.({ step: "read", bytes, totalBytes: range.end - range.start, rows, taken });
  };

  if (format === "parquet") {
    let bytes = 0;
    await readParquet(
      { store: deps.store, path, bytes: file.bytes },
      columns,
      sink,
      async (more) => {
        bytes += more;
        progress(bytes);
        await output.settle();
        return rows < limit;
      },
    );
  } else {
    let bytes = 0;
    const { start, end } = range;
    const source = async function* () {
      for await (const chunk of ahead(deps.store.read(path, { start, end }))) {
        bytes += chunk.byteLength;
        yield chunk;
      }
    };
    if (!format) throw new TypeError("A plan states the format of its files");
    const plain =
      limit === Number.POSITIVE_INFINITY
        ? PlainRows.create(plan.options, keys, {
            bins: output.bins,
            choose(row) {
              rows++;
              taken++;
              return output.choose(row);
            },
            put: (bin, lines, count) => output.put(bin, lines, count),
            refused(reason, line) {
              rows++;
              refused(reason, line);
            },
          })
        : undefined;
    const feed = new RowFeed({ format, columns, places: range.places, plain }, sink);
    for await (const chunk of decompress(source(), deps.limits)) {
      feed.push(chunk);
      progress(bytes);
      await output.settle();
    }
    feed.finish();
  }
  await checkUnchanged(path, plan.generations[range.file] as string, deps.store);
  await output.settle();
  progress(range.end - range.start, true);
  return rows;
}
