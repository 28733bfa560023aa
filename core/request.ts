import * as z from "zod";
import { FORMATS } from "./formats/format.js";
import { VARIANTS } from "./variants/words.js";

/** Most beams a caller may ask for: each costs as much as the sentence itself. */
export const MAX_BEAMS = 10;

const spanSchema = z
  .strictObject({
    start: z.int().min(0).meta({ description: "First UTF-16 unit of the text that is covered" }),
    end: z.int().min(0).meta({ description: "UTF-16 unit after the last one covered" }),
  })
  .refine((span) => span.start <= span.end, { error: "expected start <= end" });

export const correctOptionsSchema = z
  .strictObject({
    minConfidence: z.number().min(0).max(1).optional().meta({
      description:
        "Drop edits the model is less sure of; the default is the model's own, for edits and for sentences",
    }),
    numBeams: z.int().min(1).max(MAX_BEAMS).optional().meta({
      description: "Beams of the search; 1 (default) is greedy and fastest",
    }),
    alternatives: z.int().min(0).max(5).optional().meta({
      description: "Other replacements to list per edit, where there are any; default 0",
    }),
    variant: z.enum(VARIANTS).optional().meta({
      description: "How new words are spelt; by default a spelling is kept as the writer has it",
    }),
    ignoreWords: z.array(z.string().min(1).max(100)).max(1000).optional().meta({
      description: "Words no edit may touch, whatever their case",
    }),
    format: z
      .enum([...FORMATS, "auto"])
      .optional()
      .meta({
        description:
          "How the text is written; its mark-up, code, maths and addresses are left alone. `auto` goes by what the text shows clearly; default plain",
      }),
    protect: z.array(spanSchema).max(1000).optional().meta({
      description: "Spans of the text no edit may touch, in UTF-16 units",
    }),
  })
  .meta({ id: "CorrectOptions" });

export const correctRequestSchema = z
  .union([
    z.strictObject({
      text: z.string().meta({ description: "The text to correct" }),
      options: correctOptionsSchema.optional(),
    }),
    z.strictObject({
      texts: z.array(z.string()).min(1).max(1000).meta({ description: "Texts, each on its own" }),
      options: correctOptionsSchema.omit({ protect: true }).optional(),
    }),
  ])
  .meta({ id: "CorrectRequest" });

export const editSchema = z
  .strictObject({
    start: z.int().min(0).meta({ description: "First UTF-16 unit replaced" }),
    end: z.int().min(0).meta({ description: "UTF-16 unit after the last one replaced" }),
    original: z.string().meta({ description: "The text replaced; empty for an insertion" }),
    replacement: z.string().meta({ description: "The new text; empty for a deletion" }),
    type: z.string().meta({ description: "Kind of error, e.g. R:VERB:SVA, M:DET, R:SPELL" }),
    confidence: z.number().min(0).max(1),
    message: z.string().meta({ description: "One sentence for a reader" }),
    alternatives: z
      .array(z.string())
      .readonly()
      .meta({ description: "Other replacements, likeliest first" }),
  })
  .meta({ id: "Edit" });

const correctionSchema = z.strictObject({
  corrected: z.string(),
  edits: z.array(editSchema).readonly(),
});

const modelSchema = z.strictObject({ name: z.string(), version: z.string() });

/** Answer to a request with `text`. */
export const correctResponseSchema = correctionSchema
  .extend({ model: modelSchema, requestId: z.string() })
  .meta({ id: "CorrectResponse" });

/** Answer to a request with `texts`: one result per text, in order. */
export const correctBatchResponseSchema = z
  .strictObject({
    results: z.array(correctionSchema).readonly(),
    model: modelSchema,
    requestId: z.string(),
  })
  .meta({ id: "CorrectBatchResponse" });

/** One line of a streamed answer: a sentence of the text with its edits, offsets in the whole text. */
export const sentenceLineSchema = correctionSchema
  .extend({ start: z.int().min(0), end: z.int().min(0) })
  .meta({ id: "CorrectedSentence" });

/** Last line of a streamed answer that does not cover the whole text. */
export const warningLineSchema = z
  .strictObject({
    warning: z.strictObject({
      code: z.literal("deadline"),
      message: z.string(),
      checkedTo: z.int().min(0).meta({ description: "UTF-16 units of the text that were checked" }),
    }),
  })
  .meta({ id: "StreamWarning" });

export type CorrectRequest = z.infer<typeof correctRequestSchema>;
export type CorrectResponse = z.infer<typeof correctResponseSchema>;
export type CorrectBatchResponse = z.infer<typeof correctBatchResponseSchema>;
export type SentenceLine = z.infer<typeof sentenceLineSchema>;
export type WarningLine = z.infer<typeof warningLineSchema>;
