import * as z from "zod";
import { datasetNameSchema, datasetVersionSchema } from "./dataset-manifest.js";
import { runNameSchema, trainRequestSchema } from "./train-request.js";

/** Where a run's files lie in the store. */
export function runPaths(run: string) {
  const folder = `runs/${run}`;
  return {
    folder,
    request: `${folder}/request.json`,
    experiment: `${folder}/experiment.json`,
    status: `${folder}/status.json`,
    metrics: `${folder}/metrics.jsonl`,
    log: `${folder}/log.txt`,
    result: `${folder}/result.json`,
    evaluation: `${folder}/evaluation.json`,
    promotion: `${folder}/promotion.json`,
  } as const;
}

/** The run and the file of a path such as `runs/<run>/result.json`; undefined for other paths. */
export function parseRunPath(path: string): { run: string; file: string } | undefined {
  const match = /^runs\/([^/]+)\/([^/]+)$/.exec(path);
  if (!match || !runNameSchema.safeParse(match[1]).success) return undefined;
  return { run: match[1] as string, file: match[2] as string };
}

const timeSchema = z.iso.datetime({ offset: true });

const versionReferenceSchema = z.object({
  name: datasetNameSchema,
  version: datasetVersionSchema,
});

/** A model version by name. */
export type ModelReference = z.infer<typeof versionReferenceSchema>;

/** `request.json`: written once, before anything is submitted; whoever writes it owns the run. */
export const runRequestSchema = z.object({
  schema: z.literal(1),
  run: runNameSchema,
  request: trainRequestSchema,
  dataset: versionReferenceSchema.optional(),
  feedback: versionReferenceSchema.optional(),
  messageId: z.string(),
  publishedAt: timeSchema,
});

export type RunRequest = z.infer<typeof runRequestSchema>;

export const RUN_STATES = [
  "claimed",
  "submitted",
  "skipped",
  "failed",
  "evaluated",
  "promoted",
  "kept",
] as const;

export type RunState = (typeof RUN_STATES)[number];

/** `status.json`: where the service is with a run. */
export const runStatusSchema = z.object({
  schema: z.literal(1),
  run: runNameSchema,
  state: z.enum(RUN_STATES),
  at: timeSchema,
  /** For people. */
  message: z.string(),
  job: z
    .object({ id: z.string(), place: z.string(), placeIndex: z.int().min(0).optional() })
    .optional(),
});

export type RunStatus = z.infer<typeof runStatusSchema>;

/** After this long without a job, another process may take over from the one that claimed the run. */
const LEASE_MS = 120_000;

/** Whether a claim may be taken over. A time in the future is another machine's wrong clock. */
export function isLeaseOver({ at }: RunStatus, now: Date): boolean {
  return Math.abs(now.getTime() - Date.parse(at)) > LEASE_MS;
}

/** A job in words. */
export function describeJob({
  id,
  place,
}: {
  readonly id: string;
  readonly place: string;
}): string {
  return `Job ${id} (${place})`;
}

/** `result.json`: what the job writes last. */
export const runResultSchema = z
  .object({
    schema: z.literal(1),
    run: runNameSchema,
    status: z.enum(["succeeded", "failed"]),
    model: versionReferenceSchema.optional(),
    scores: z.record(z.string(), z.unknown()).optional(),
    error: z.string().optional(),
    startedAt: timeSchema,
    endedAt: timeSchema,
  })
  .refine(({ status, model }) => status === "failed" || model !== undefined, {
    error: "expected the model of a run that succeeded",
    path: ["model"],
  });

export type RunResult = z.infer<typeof runResultSchema>;
