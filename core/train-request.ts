import * as z from "zod";
import { datasetNameSchema, datasetVersionSchema } from "./dataset-manifest.js";
import { InvalidRequestError } from "./errors.js";

/** A run's name: part of paths and a label of the job, so what Vertex AI takes as a label. */
export const runNameSchema = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "expected 1 to 63 of a-z, 0-9 and -");

const requestIdSchema = z
  .string()
  .refine((id) => runNameSchema.safeParse(withDate(id, "")).success, {
    error: "expected 1 to 63 of a-z, 0-9 and -, and {date} for the day of publication",
  });

/** `name` (its newest version) or `name/version`. */
export const datasetReferenceSchema = z.string().refine(
  (text) => {
    const [name, version, ...more] = text.split("/");
    return (
      more.length === 0 &&
      datasetNameSchema.safeParse(name).success &&
      (version === undefined || datasetVersionSchema.safeParse(version).success)
    );
  },
  { error: 'expected a dataset "name" (its newest version) or "name/version"' },
);

/** A message of the topic `train-requests`. */
export const trainRequestSchema = z
  .strictObject({
    requestId: requestIdSchema.meta({
      description:
        "Name of the run; the same one never starts a second job. `{date}` stands for the day of publication",
    }),
    experiment: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]*$/)
      .meta({
        description: "File of configs/ without .yaml",
      }),
    dataset: datasetReferenceSchema.optional().meta({
      description: "Becomes the experiment's data.sources.dataset.path",
    }),
    overrides: z.array(z.string().max(1000)).max(100).default([]),
    sweep: z.boolean().default(false).meta({
      description: "Search over the experiment's `sweep` instead of one training",
    }),
    onlyNewData: z.boolean().default(false).meta({
      description: "Skip when an earlier run has trained this experiment on the same version",
    }),
    feedback: z.boolean().default(false).meta({
      description: "Train on what writers accepted and dismissed as well; new feedback is new data",
    }),
    reason: z.string().min(1).max(500),
  })
  .meta({ id: "TrainRequest" });

export type TrainRequest = z.infer<typeof trainRequestSchema>;

/**
 * Reads a message's text.
 * @throws InvalidRequestError listing every fault; values are not quoted.
 */
export function parseTrainRequest(text: string): TrainRequest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InvalidRequestError("Expected a train request as JSON, got text that is not JSON", {
      issues: ["the message is not JSON"],
    });
  }
  const result = trainRequestSchema.safeParse(json);
  if (result.success) return result.data;
  const issues = result.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the message"}: ${message}`,
  );
  throw new InvalidRequestError(`Train request is not as expected: ${issues.join("; ")}`, {
    issues,
  });
}

/** The run a request means when it was published at this time: the same on every delivery. */
export function runNameOf(request: TrainRequest, publishedAt: Date): string {
  return withDate(request.requestId, publishedAt.toISOString().slice(0, 10));
}

function withDate(requestId: string, date: string): string {
  return requestId.replaceAll("{date}", date === "" ? "2000-01-01" : date);
}
