import * as z from "zod";
import { datasetNameSchema } from "./dataset-manifest.js";
import { promotionRuleSchema } from "./experiment-service.js";
import { runNameSchema } from "./train-request.js";

/** What is measured of one model version. */
export const measurementSchema = z.object({
  /** Null: the model that comes with the product. */
  version: z.string().nullable(),
  /** Why it cannot serve; the numbers are then zero. */
  fault: z.string().optional(),
  /** Points by dotted path, higher is better: the trainer's scores and `measured.regressions`. */
  scores: z.record(z.string(), z.number()),
  /** Of all its files together. */
  bytes: z.number(),
  /** Median CPU milliseconds of one sentence on one thread. */
  msPerSentence: z.number(),
});

export type Measurement = z.infer<typeof measurementSchema>;

/** `evaluation.json` of a run: the candidate beside the model that served then. */
export const evaluationSchema = z.object({
  schema: z.literal(1),
  run: runNameSchema,
  at: z.iso.datetime({ offset: true }),
  model: datasetNameSchema,
  rule: promotionRuleSchema,
  candidate: measurementSchema,
  serving: measurementSchema,
});

export type Evaluation = z.infer<typeof evaluationSchema>;

/** Loads model versions and measures them. */
export interface ModelTrial {
  /**
   * Checks hashes and probe sentences, then measures; a version that cannot serve comes back with a
   * `fault`. `version` null: the model that comes with the product.
   * @throws StoreUnavailableError
   */
  measure(model: string, version: string | null): Promise<Measurement>;
}

/** The scores of a manifest that a promotion may look at. */
const SCORE = /\.(gleu|f05|exact|identity)$/;

/** Numbers of a nested score object by dotted path, those that say how good a model is. */
export function flattenScores(scores: Readonly<Record<string, unknown>>): Record<string, number> {
  const flat: Record<string, number> = {};
  const visit = (value: unknown, path: string): void => {
    if (typeof value === "number") {
      if (Number.isFinite(value) && SCORE.test(path)) flat[path] = value;
    } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) visit(inner, path ? `${path}.${key}` : key);
    }
  };
  visit(scores, "");
  return flat;
}
