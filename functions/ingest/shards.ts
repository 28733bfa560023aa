import { datasetFolder, shardName } from "../../core/dataset-manifest.js";
import type { Line } from "../../core/ingest/line.js";
import type { IngestPlan, Part } from "../../core/ingest/plan.js";
import type { RejectReason } from "../../core/ingest/rows.js";
import { Selection } from "../../core/ingest/selection.js";
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

/** One shard of every split being written: chooses among the rows that belong to it. */
class Shard {
  readonly number: number;
  readonly objects: Readonly<Record<Split, GzipObject>>;
  readonly selection: Selection;

  /** @param exactEntries Rows whose duplicates are surely found. */
  constructor(plan: IngestPlan, shard: number, exactEntries: number, deps: IngestDeps) {
    this.number = shard;
    const folder = datasetFolder(plan.name, plan.version);
    const open = (split: Split) =>
      new GzipObject(deps.store, `${folder}/${shardName(split, shard, plan.shards)}`);
    this.objects = { train: open("train"), validation: open("validation"), test: open("test") };
    this.selection = new Selection(plan.options, exactEntries);
  }
}

/** Writes the shards of a dataset version: all of them, or those of one worker. */
export class ShardWriter {
  readonly statistics = emptyStatistics();
  readonly #plan: IngestPlan;
  readonly #rejected: GzipObject;
  readonly #rejectedPath: string;
  readonly #shards: readonly Shard[];
  /** Those of other workers are not there. */
  readonly #byNumber: Shard[] = [];
  readonly #objects: readonly GzipObject[];

  /** @param rejectedPath Where the rows that are not taken go. */
  constructor(plan: IngestPlan, shards: readonly number[], rejectedPath: string, deps: IngestDeps) {
    this.#plan = plan;
    this.#rejectedPath = rejectedPath;
    this.#rejected = new GzipObject(deps.store, rejectedPath);
    // Shared among the shards, so that memory stays bounded however many there are.
    const exactEntries = Math.ceil(deps.limits.exactEntries / shards.length);
    this.#shards = shards.map((shard) => new Shard(plan, shard, exactEntries, deps));
    for (const shard of this.#shards) this.#byNumber[shard.number] = shard;
    const objects = this.#shards.flatMap((shard) => Object.values(shard.objects));
    this.#objects = [...objects, this.#rejected];
  }

  /** Takes the row, unless it is a duplicate of one before. */
  add(row: SievedRow, shard: number): void {
    const { selection, objects } = this.#byNumber[shard] as Shard;
    const chosen = selection.choose(row);
    if (chosen === "duplicate" || chosen === "near_duplicate") {
      this.refused(chosen, row.line);
      return;
    }
    countTaken(this.statistics, chosen, row);
    objects[chosen].addLine(row.line);
  }

  refused(reason: RejectReason, line: Line): void {
    countReject(this.statistics, reason);
    this.#rejected.addLine(line, reason);
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
    const exact = this.#shards.every(({ selection }) => selection.exact);
    return { statistics: this.statistics, files, duplicatesExact: exact };
  }

  /** Gives everything up after a fault. */
  async abort(error: unknown): Promise<void> {
    await Promise.all(this.#objects.map((object) => object.abort(error)));
  }
}
