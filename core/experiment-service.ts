import * as z from "zod";

/** What the job runs on, in the order it is tried. */
const placeSchema = z.strictObject({
  region: z.string().regex(/^[a-z]+-[a-z]+\d+$/, 'expected a region such as "us-central1"'),
  machine: z.string().min(1).meta({ description: "Compute Engine machine type" }),
  accelerator: z.string().default("").meta({
    description: "Vertex AI accelerator type, e.g. NVIDIA_L4; empty: none",
  }),
  accelerators: z.int().min(0).default(1).meta({ description: "Accelerators per machine" }),
});

export type Place = z.infer<typeof placeSchema>;

/** Where and how long a training job may run; read by the service, not by the trainer. */
export const jobSchema = z
  .strictObject({
    places: z
      .array(placeSchema)
      .min(1)
      .default([
        {
          region: "us-central1",
          machine: "g2-standard-8",
          accelerator: "NVIDIA_L4",
          accelerators: 1,
        },
        {
          region: "europe-west4",
          machine: "g2-standard-8",
          accelerator: "NVIDIA_L4",
          accelerators: 1,
        },
        {
          region: "us-central1",
          machine: "n1-standard-8",
          accelerator: "NVIDIA_TESLA_T4",
          accelerators: 1,
        },
      ])
      .meta({ description: "Tried in order when quota or stock is out" }),
    replicas: z.int().min(1).default(1).meta({ description: "Machines of the job" }),
    spot: z.boolean().default(true).meta({
      description: "Spot machines; the job resumes from its checkpoint after a preemption",
    }),
    timeout_hours: z.number().gt(0).max(168).default(12),
    max_wait_hours: z.number().min(0).max(168).default(2).meta({
      description: "Longest wait in the queue for a machine; 0 waits without end",
    }),
    boot_disk_gb: z.int().min(100).default(200),
  })
  .meta({ id: "Job" });

export type JobSettings = z.infer<typeof jobSchema>;

/** When a candidate replaces the model that serves; read by the service, not by the trainer. */
export const promotionRuleSchema = z
  .strictObject({
    metric: z.string().min(1).default("sets.jfleg_dev.gleu").meta({
      description: "Dotted path of a score, higher is better",
    }),
    margin: z.number().default(0.1).meta({
      description: "Points by which the candidate must beat the serving model",
    }),
    max_drop: z.number().min(0).default(1).meta({
      description: "Points that any other score of the serving model may fall",
    }),
    min_regressions: z.number().min(0).max(100).default(0).meta({
      description: "Percent of the regression list answered exactly, at least",
    }),
    max_bytes: z.int().min(1).default(200_000_000),
    max_ms_per_sentence: z.number().gt(0).default(200).meta({
      description: "Median CPU milliseconds of one sentence on one thread",
    }),
  })
  .meta({ id: "PromotionRule" });

export type PromotionRule = z.infer<typeof promotionRuleSchema>;

const parameterSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("double"),
    min: z.number(),
    max: z.number(),
    scale: z.enum(["linear", "log"]).default("linear"),
  }),
  z.strictObject({
    type: z.literal("integer"),
    min: z.int(),
    max: z.int(),
    scale: z.enum(["linear", "log"]).default("linear"),
  }),
  z.strictObject({ type: z.literal("categorical"), values: z.array(z.string()).min(1) }),
  z.strictObject({ type: z.literal("discrete"), values: z.array(z.number()).min(1) }),
]);

export type SweepParameter = z.infer<typeof parameterSchema>;

/** A search over settings; each trial gets its values as dotted overrides. */
export const sweepSchema = z
  .strictObject({
    metric: z.string().min(1).default("eval_loss").meta({
      description: "Name of the metric the trainer reports",
    }),
    goal: z.enum(["maximize", "minimize"]).default("minimize"),
    trials: z.int().min(1).max(1000).default(20),
    parallel: z.int().min(1).max(100).default(2),
    algorithm: z.enum(["bayesian", "random", "grid"]).default("bayesian"),
    parameters: z
      .record(z.string().regex(/^[a-z_]+(\.[a-z_0-9]+)*$/), parameterSchema)
      .refine((parameters) => Object.keys(parameters).length > 0, "expected at least one"),
  })
  .meta({ id: "Sweep" });

export type Sweep = z.infer<typeof sweepSchema>;
