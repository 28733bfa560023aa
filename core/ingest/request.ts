import * as z from "zod";
import { datasetNameSchema } from "../dataset-manifest.js";
import { ingestOptionsSchema } from "./options.js";

const HUB_ID = /^[\w.-]+(\/[\w.-]+)?$/;
const HUB_PART = /^[\w.-]{1,100}$/;

/** Where data comes from. An uploaded body has no entry here: it is the request's own. */
export const ingestSourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("object"),
    uri: z
      .string()
      .regex(/^gs:\/\/[a-z0-9][a-z0-9._-]{1,220}\/.+$/, { error: "expected gs://bucket/path" })
      .or(z.string().regex(/^(?!gs:|https?:|\/)[^\\]+$/, { error: "expected a path in the store" }))
      .meta({ description: "gs://bucket/path, or a path in the service's own store" }),
  }),
  z.strictObject({
    kind: z.literal("https"),
    url: z.url({ protocol: /^https?$/ }).max(2000),
  }),
  z.strictObject({
    kind: z.literal("hub"),
    id: z.string().regex(HUB_ID, { error: "expected owner/name" }),
    config: z.string().regex(HUB_PART).default("default"),
    split: z.string().regex(HUB_PART).default("train"),
  }),
  z.strictObject({
    kind: z.literal("feedback"),
    since: z.iso.date().optional().meta({ description: "First day to take, as 2026-11-27" }),
  }),
]);

export type IngestSource = z.infer<typeof ingestSourceSchema>;

/** Body of a request for ingestion. */
export const ingestRequestSchema = z
  .strictObject({
    name: datasetNameSchema,
    source: ingestSourceSchema,
    licence: z.string().max(200).optional(),
    options: ingestOptionsSchema.prefault({}),
  })
  .meta({ id: "IngestRequest" });

export type IngestRequest = z.infer<typeof ingestRequestSchema>;
