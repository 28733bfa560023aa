import * as z from "zod";
import { ingestOptionsSchema } from "./ingest/options.js";
import { type Split, statisticsSchema } from "./ingest/statistics.js";

/** Name of a dataset: the first part of its folder. */
export const datasetNameSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, {
  error: "expected a name of a-z, 0-9, - and _ (at most 63 characters)",
});

/** Version of a dataset or of a model: a sha256 prefix. */
export const datasetVersionSchema = z.string().regex(/^[0-9a-f]{12}$/);

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

const fileSchema = z.strictObject({
  bytes: z.int().min(0),
  sha256: sha256Schema,
  rows: z.int().min(0),
});

/** `manifest.json` of a dataset version; written last, so what has none does not exist. */
export const datasetManifestSchema = z
  .object({
    schema: z.literal(1),
    name: datasetNameSchema,
    version: datasetVersionSchema.meta({
      description:
        "First 12 hex digits of the sha256 over source files, options and evaluation sets",
    }),
    createdAt: z.iso.datetime({ offset: true }),
    kind: z.enum(["pairs", "text"]).meta({
      description: "text: clean sentences, `source` is empty",
    }),
    licence: z.string().nullable(),
    source: z.object({
      kind: z.enum(["upload", "object", "https", "hub", "feedback"]),
      location: z.string().meta({ description: "Where it came from, without credentials" }),
      files: z.array(
        z.strictObject({ name: z.string(), bytes: z.int().min(0), sha256: sha256Schema }),
      ),
    }),
    options: ingestOptionsSchema,
    evaluation: z.object({
      sentences: z.int().min(0),
      sha256: sha256Schema.meta({ description: "Of the keys that were kept out" }),
    }),
    splitRule: z.string(),
    counts: z.object({
      rows: z.int().min(0),
      taken: z.int().min(0),
      rejected: z.int().min(0),
    }),
    statistics: statisticsSchema,
    duplicatesExact: z.boolean().meta({
      description: "False where there were more rows than are remembered: some may be left",
    }),
    files: z.record(z.string(), fileSchema),
  })
  .meta({ id: "DatasetManifest" });

export type DatasetManifest = z.infer<typeof datasetManifestSchema>;

/** A dataset version by name. */
export interface DatasetReference {
  readonly name: string;
  readonly version: string;
}

/** Where a dataset version lies in a store, without a slash at the end. */
export function datasetFolder(name: string, version: string): string {
  return `datasets/${name}/${version}`;
}

export function datasetManifestPath(name: string, version: string): string {
  return `${datasetFolder(name, version)}/manifest.json`;
}

/** `train-00000-of-00004.jsonl.gz`. */
export function shardName(split: Split, shard: number, shards: number): string {
  const digits = (value: number) => String(value).padStart(5, "0");
  return `${split}-${digits(shard)}-of-${digits(shards)}.jsonl.gz`;
}

/** Names of the shards of one split, in order. */
export function shardNames(manifest: DatasetManifest, split: Split): string[] {
  return Object.keys(manifest.files)
    .filter((name) => name.startsWith(`${split}-`))
    .sort();
}
