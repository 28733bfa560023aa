import * as z from "zod";
import { UnprocessableError } from "./errors.js";
import { type feedbackSchema, readFeedback } from "./ingest/feedback.js";
import type { ObjectStore } from "./object-store.js";
import { writeJson } from "./stored-json.js";

/** Longest text of one feedback in UTF-16 units: it is meant for a sentence or a paragraph. */
export const MAX_FEEDBACK_UNITS = 10_000;

/** Body of `/v1/feedback`: a text and what its writer did with each edit offered. */
export const feedbackRequestSchema = z
  .strictObject({
    consent: z.literal(true, { error: "expected true: the writer has agreed" }).meta({
      description: "True: the writer has agreed that the text is kept and a model is trained on it",
    }),
    text: z.string().min(1).max(MAX_FEEDBACK_UNITS).meta({
      description: "The sentence or paragraph that the edits were offered for",
    }),
    edits: z
      .array(
        z.strictObject({
          start: z.int().min(0).meta({ description: "First UTF-16 unit replaced" }),
          end: z.int().min(0).meta({ description: "UTF-16 unit after the last one replaced" }),
          replacement: z.string().max(MAX_FEEDBACK_UNITS),
          accepted: z.boolean().meta({ description: "False: the writer dismissed it" }),
        }),
      )
      .min(1)
      .max(1000),
  })
  .meta({ id: "Feedback" });

export type FeedbackRequest = z.infer<typeof feedbackRequestSchema>;

/**
 * Keeps feedback as `feedback/<date>/<id>.json`, with nothing that tells who wrote it.
 * @throws UnprocessableError when the edits overlap or run past the text: no row could be made of it.
 */
export async function keepFeedback(
  store: ObjectStore,
  { text, edits }: FeedbackRequest,
  { at, id }: { readonly at: Date; readonly id: string },
): Promise<void> {
  const feedback: z.infer<typeof feedbackSchema> = { schema: 1, text, edits };
  const fits = edits.every(({ start, end }) => start <= end && end <= text.length);
  if (!fits || readFeedback(feedback) === undefined) {
    throw new UnprocessableError("Expected edits within the text that do not overlap");
  }
  const date = at.toISOString().slice(0, "2026-11-27".length);
  await writeJson(store, `feedback/${date}/${id}.json`, feedback, { ifGeneration: "absent" });
}
