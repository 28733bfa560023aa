import { datasetFolder, shardName } from "../../core/dataset-manifest.js";
import { NO_BIN, type RowBins } from "../../core/ingest/bins.js";
import type { Line } from "../../core/ingest/line.js";
import type { IngestPlan, Part } from "../../core/ingest/plan.js";
import type { RejectReason } from "../../core/ingest/rows.js";
import { Selection, shardOf } from "../../core/ingest/selection.js";
import type { SievedRow } from "../../core/ingest/sieve.js";
import { countReject, countTaken, emptyStatistics, SPLITS } from "../../core/ingest/statistics.js";
import type { IngestDeps } from "./deps.js";
import { GzipObject } from "./gzip-object.js";
import { Packer } from "./packer.js";

/** Writes the shards of a dataset version: all of them, or those of one worker. */
export class ShardWriter implements RowBins {
  readonly statistics = emptyStatistics();
  readonly #plan: IngestPlan;
  readonly #packer = new Packer();
  readonly #rejected: GzipObject;
  readonly #rejectedPath: string;
  /** Names of the files in their order: the splits of a shard, then those of the next. */
  readonly #names: readonly string[];
  readonly #objects: readonly GzipObject[];
  /** Place of a shard among those that are written here, by its number. */
  readonly #places: number[] = [];
  readonly #selection: Selection;

  /** @param rejectedPath Where the rows that are not taken go. */
  constructor(plan: IngestPlan, shards: readonly number[], rejectedPath: string, deps: IngestDeps) {
    this.#plan = plan;
    this.#rejectedPath = rejectedPath;
    const open = (path: string) => new GzipObject(deps.store, path, this.#packer);
    this.#rejected = open(rejectedPath);
    for (const [place, shard] of shards.entries()) this.#places[shard] = place;
    this.#names = shards.flatMap((shard) =>
      SPLITS.map((split) => shardName(split, shard, plan.shards)),
    );
    const folder = datasetFolder(plan.name, plan.version);
    this.#objects = this.#names.map((name) => open(`${folder}/${name}`));
    // Shared among the shards, so that memory stays bounded however many there are.
    const exactEntries = Math.ceil(deps.limits.exactEntries / shards.length);
    this.#selection = new Selection(plan.options, exactEntries, shards.length);
  }

  /** One for every split of every shard; none for a duplicate of a row before. */
  get bins(): number {
    return this.#objects.length;
  }

  choose(row: SievedRow): number {
    const place = this.#places[shardOf(row.print, this.#plan.shards)] as number;
    const chosen = this.#selection.choose(row, place);
    if (chosen === "duplicate" || chosen === "near_duplicate") {
      this.refused(chosen, row.line);
      return NO_BIN;
    }
    countTaken(this.statistics, chosen, row);
    return place * SPLITS.length + SPLITS.indexOf(chosen);
  }

  put(bin: number, lines: Line, rows: number): void {
    (this.#objects[bin] as GzipObject).addLines(lines, rows);
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
    for (const object of this.#all()) await object.drain();
  }

  /** Ends every file. @throws the store's error. */
  async close(): Promise<Part> {
    const files: Part["files"] = {};
    for (const [index, name] of this.#names.entries()) {
      files[name] = await (this.#objects[index] as GzipObject).close();
    }
    const rejectedName = this.#rejectedPath.slice(this.#rejectedPath.lastIndexOf("/") + 1);
    files[rejectedName] = await this.#rejected.close();
    await this.#packer.close();
    const duplicatesExact = this.#selection.exact;
    return { statistics: this.statistics, files, duplicatesExact };
  }

  /** Gives everything up after a fault. */
  async abort(error: unknown): Promise<void> {
    await Promise.all(this.#all().map((object) => object.abort(error)));
    await this.#packer.close();
  }

  #all(): readonly GzipObject[] {
    return [...this.#objects, this.#rejected];
  }
}
