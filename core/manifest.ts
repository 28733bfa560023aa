import * as z from "zod";

const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

const fileSchema = z.strictObject({
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Files without which a model version cannot serve. */
export const REQUIRED_FILES = [
  "encoder.onnx",
  "decoder.onnx",
  "tokenizer.json",
  "tokenizer_config.json",
] as const;

/** `manifest.json` of a model version; written last, so what has none does not exist. */
export const manifestSchema = z
  .object({
    schema: z.literal(1),
    name: z.string().min(1),
    version: z
      .string()
      .regex(/^[0-9a-f]{12}$/)
      .meta({
        description: "First 12 hex digits of the sha256 over the sorted file hashes",
      }),
    createdAt: z.iso.datetime({ offset: true }),
    commit: z.string().nullable(),
    architecture: z.enum(["t5", "aligned-t5"]),
    prefix: z.string().meta({ description: "Task prefix put before the sentence" }),
    leadingSpace: z.boolean().meta({ description: "Encode a space before the sentence" }),
    tokens: z.object({
      pad: z.int().min(0),
      eos: z.int().min(0),
      decoderStart: z.int().min(0),
    }),
    limits: z.object({
      maxSourceTokens: z.int().min(1),
      maxTargetTokens: z.int().min(1),
    }),
    precision: z.enum(["int8", "float32"]),
    decision: z.object({
      minConfidence: z.number().min(0).max(1).meta({
        description: "Edits below this confidence are dropped by default",
      }),
      minSentenceConfidence: z.number().min(0).max(1).default(0).meta({
        description: "Sentences without an edit of this evidence are left alone by default",
      }),
      minSpellingConfidence: z.number().min(0).max(1).optional().meta({
        description:
          "A respelling of this evidence opens its sentence; default: as minSentenceConfidence",
      }),
      keepBias: z.number().meta({ description: "Added to the logit of copying on" }),
    }),
    files: z
      .record(z.string().regex(FILE_NAME), fileSchema)
      .refine((files) => REQUIRED_FILES.every((name) => name in files), {
        error: `expected at least ${REQUIRED_FILES.join(", ")}`,
      }),
    probes: z.array(z.object({ source: z.string(), target: z.string() })).meta({
      description: "Greedy answers that a loader checks before it serves",
    }),
    scores: z.record(z.string(), z.unknown()),
    training: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "ModelManifest" });

export type Manifest = z.infer<typeof manifestSchema>;
