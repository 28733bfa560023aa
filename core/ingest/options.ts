import * as z from "zod";
import { FORMATS } from "./formats.js";

const filtersSchema = z.strictObject({
  minWords: z.int().min(1).default(2).meta({ description: "Fewest words of either side" }),
  maxWords: z.int().min(1).max(500).default(100).meta({ description: "Most words of either side" }),
  maxRatio: z.number().min(1).default(2).meta({
    description: "Longer side over shorter, in words; four words more are always allowed",
  }),
  maxEditShare: z.number().min(0).max(1).default(0.8).meta({
    description: "Words that differ over words of the longer side; three are always allowed",
  }),
  keepUnchanged: z
    .boolean()
    .default(true)
    .meta({ description: "Take pairs whose sides are equal: they teach to leave text alone" }),
  language: z
    .enum(["en", "any"])
    .default("en")
    .meta({ description: "Language the target must be in" }),
});

/** How rows are read and which are taken; part of what a dataset's version is made from. */
export const ingestOptionsSchema = z.strictObject({
  format: z.enum(FORMATS).optional().meta({ description: "Default: by the file's name" }),
  columns: z
    .strictObject({ source: z.string().min(1).max(200), target: z.string().min(1).max(200) })
    .optional()
    .meta({
      description: "Names of the two columns. Default: well-known names, such as input,target",
    }),
  prefix: z
    .string()
    .max(100)
    .default("grammar: ")
    .meta({ description: "Task prefix that is taken off sources" }),
  limit: z
    .int()
    .min(1)
    .optional()
    .meta({ description: "Read this many records of the source at most" }),
  filters: filtersSchema.prefault({}),
  duplicates: z
    .enum(["near", "exact", "keep"])
    .default("near")
    .meta({ description: "near: also drop pairs that differ in case, marks or word order only" }),
  split: z
    .strictObject({
      validation: z.number().min(0).max(0.5).default(0.01),
      test: z.number().min(0).max(0.5).default(0.01),
    })
    .prefault({})
    .meta({ description: "Shares of the rows, chosen by hash of the target" }),
  shards: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .meta({ description: "Files per split. Default: one per 256 MiB of source" }),
});

export type IngestOptions = z.infer<typeof ingestOptionsSchema>;
export type Filters = IngestOptions["filters"];
