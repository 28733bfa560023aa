import { datasetFolder, shardName } from "../../core/dataset-manifest.js";
import { NO_BIN, type RowBins } from "../../core/ingest/bins.js";
import type { Line } from "../../core/ingest/line.js";
import type { IngestPlan, Part } from "../../core/ingest/plan.js";
import type { RejectReason } from "../../core/ingest/rows.js";
import { Selection, shardOf } from "../../core/ingest/selection.js";
import type { SievedRow } from "../../core/ingest/sieve.js";
import {
  countReject,
  countTaken,
  emptyStatistics,
  SPLITS,
  type Split,
} from "../../core/ingest/statistics.js";
import type { IngestDeps } from "./deps.js";
import { GzipObject } from "./gzip-object.js";
import { Packer } from "./packer.js";

/** One shard of every split being written: chooses among the rows that belong to it. */
class Shard {
  readonly number: number;
  readonly objects: Readonly<Record<Split, GzipObject>>;
  readonly selection: Selection;
  /** Bins of the shard follow one another, in the order of the splits. */
  readonly firstBin: number;

  /** @param exactEntries Rows whose duplicates are surely found. */
  constructor(
    plan: IngestPlan,
    shard: number,
    firstBin: number,
    exactEntries: number,
    open: (path: string) => GzipObject,
  ) {
    this.number = shard;
    this.firstBin = firstBin;
    const folder = datasetFolder(plan.name, plan.version);
    const of = (split: Split) => open(`${folder}/${shardName(split, shard, plan.shards)}`);
    this.objects = { train: of("train"), validation: of("validation"), test: of("test") };
    this.selection = new Selection(plan.options, exactEntries);
  }
}

/** Writes the shards of a dataset version: all of them, or those of one worker. */
export class ShardWriter implements RowBins {
  readonly statistics = emptyStatistics();
  readonly #plan: IngestPlan;
  readonly #packer = new Packer();
  readonly #rejected: GzipObject;
  readonly #rejectedPath: string;
  readonly #shards: readonly Shard[];
  /** Those of other workers are not there. */
  readonly #byNumber: Shard[] = [];
  readonly #bins: readonly GzipObject[];
  readonly #objects: readonly GzipObject[];

  /** @param rejectedPath Where the rows that are not taken go. */
  constructor(plan: IngestPlan, shards: readonly number[], rejectedPath: string, deps: IngestDeps) {
    this.#plan = plan;
    this.#rejectedPath = rejectedPath;
    const open = (path: string) => new GzipObject(deps.store, path, this.#packer);
    this.#rejected = open(rejectedPath);
    // Shared among the shards, so that memory stays bounded however many there are.
    const exactEntries = Math.ceil(deps.limits.exactEntries / shards.length);
    this.#shards = shards.map(
      (shard, index) => new Shard(plan, shard, index * SPLITS.length, exactEntries, open),
    );
    for (const shard of this.#shards) this.#byNumber[shard.number] = shard;
    this.#bins = this.#shards.flatMap(({ objects }) => SPLITS.map((split) => objects[split]));
    this.#objects = [...this.#bins, this.#rejected];
  }

  /** One for every split of every shard; none for a duplicate of a row before. */
  get bins(): number {
    return this.#bins.length;
  }

  choose(row: SievedRow): number {
    const shard = shardOf(row.print, this.#plan.shards);
    const { selection, firstBin } = this.#byNumber[shard] as Shard;
    const chosen = selection.choose(row);
    if (chosen === "duplicate" || chosen === "near_duplicate") {
      this.refused(chosen, row.line);
      return NO_BIN;
    }
    countTaken(this.statistics, chosen, row);
    return firstBin + SPLITS.indexOf(chosen);
  }

  put(bin: number, lines: Line, rows: number): void {
    (this.#bins[bin] as GzipObject).addLines(lines, rows);
  }

  refused(reason: RejectReason, line: Line): void {
    countReject(this.statistics, reason);
    this.#rejected.addRefused(line, reason);
  }

  unreadable(reason: RejectReason, text: string): void {
    countReject(this.statistics, reason);
    this.#rejected.add({ reason, text });
  }

  /** Waits while the store is behind. @throws the store's error. */
  async settle(): Promise<void> {
    for (const object of this.#objects) await object.drain();
  }

  /** Ends every file. @throws the store's error. */
  async close(): Promise<Part> {
    const files: Part["files"] = {};
    for (const { number, objects } of this.#shards) {
      for (const split of SPLITS) {
        files[shardName(split, number, this.#plan.shards)] = await objects[split].close();
      }
    }
    const rejectedName = this.#rejectedPath.slice(this.#rejectedPath.lastIndexOf("/") + 1);
    files[rejectedName] = await this.#rejected.close();
    await this.#packer.close();
    const exact = this.#shards.every(({ selection }) => selection.exact);
    return { statistics: this.statistics, files, duplicatesExact: exact };
  }

  /** Gives everything up after a fault. */
  async abort(error: unknown): Promise<void> {
    await Promise.all(this.#objects.map((object) => object.abort(error)));
    await this.#packer.close();
  }
}
