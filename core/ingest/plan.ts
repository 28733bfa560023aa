import * as z from "zod";
import {
  datasetManifestSchema,
  datasetNameSchema,
  datasetVersionSchema,
} from "../dataset-manifest.js";
import { type Compression, type Format, RECORD_RULES } from "./formats.js";
import { statisticsSchema } from "./statistics.js";

/** Source bytes of one shard where the caller does not say how many there are to be. */
const SHARD_BYTES = 256 * 2 ** 20;
const MAX_SHARDS = 64;

/** How many shards a split gets. */
export function chooseShards(sourceBytes: number): number {
  return Math.min(MAX_SHARDS, Math.max(1, Math.ceil(sourceBytes / SHARD_BYTES)));
}

const placesSchema = z.strictObject({ source: z.int().min(0), target: z.int().min(0) });

const rangeSchema = z.strictObject({
  /** Index of the source file. */
  file: z.int().min(0),
  /** Bytes of the file, `end` exclusive; records end there. */
  start: z.int().min(0),
  end: z.int().min(0),
  /** Columns that the head of the file told, for ranges without it. */
  places: placesSchema.optional(),
});

export type IngestRange = z.infer<typeof rangeSchema>;

/** A large ingestion as planned: what its workers and its merger need. Written before the first message. */
export const ingestPlanSchema = z.strictObject({
  schema: z.literal(1),
  name: datasetNameSchema,
  version: datasetVersionSchema,
  shards: z.int().min(1),
  licence: z.string().nullable(),
  source: datasetManifestSchema.shape.source,
  /** Object path of each source file, in the order of `source.files`. */
  paths: z.array(z.string()),
  /** The generation of each that `source.files` has the hash of. */
  generations: z.array(z.string()),
  options: datasetManifestSchema.shape.options,
  evaluation: datasetManifestSchema.shape.evaluation,
  ranges: z.array(rangeSchema).min(1),
});

export type IngestPlan = z.infer<typeof ingestPlanSchema>;

/** Message for one step of a planned ingestion; each may come twice, in any order. */
export const ingestTaskSchema = z
  .discriminatedUnion("task", [
    z.strictObject({
      task: z.literal("map"),
      name: datasetNameSchema,
      version: datasetVersionSchema,
      range: z.int().min(0),
    }),
    z.strictObject({
      task: z.literal("reduce"),
      name: datasetNameSchema,
      version: datasetVersionSchema,
      shard: z.int().min(0),
    }),
    z.strictObject({
      task: z.literal("merge"),
      name: datasetNameSchema,
      version: datasetVersionSchema,
    }),
  ])
  .meta({ id: "IngestTask" });

export type IngestTask = z.infer<typeof ingestTaskSchema>;

/** What a finished step leaves for the merger. */
export const partSchema = z.strictObject({
  statistics: statisticsSchema,
  files: datasetManifestSchema.shape.files,
  duplicatesExact: z.boolean(),
});

export type Part = z.infer<typeof partSchema>;

/** Whether parts of a file can be read apart from the rest. */
export function canCut(format: Format, compression: Compression): boolean {
  return compression === "none" && RECORD_RULES[format] !== undefined;
}

/**
 * Chooses where to cut a file, given where its records end.
 *
 * Feed it the end of each record in order; it keeps one cut per `targetBytes`.
 */
export class RangeCutter {
  readonly #targetBytes: number;
  readonly #cuts: number[] = [];

  constructor(targetBytes: number) {
    this.#targetBytes = targetBytes;
  }

  /** @param end Bytes from the file's start to just after a record. */
  recordEnds(end: number): void {
    if (end - (this.#cuts.at(-1) ?? 0) >= this.#targetBytes) this.#cuts.push(end);
  }

  /** Ranges that cover the file, none empty. */
  ranges(fileBytes: number): { readonly start: number; readonly end: number }[] {
    const bounds = [0, ...this.#cuts.filter((cut) => cut < fileBytes), fileBytes];
    return bounds.slice(1).map((end, index) => ({ start: bounds[index] as number, end }));
  }
}
