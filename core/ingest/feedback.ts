import * as z from "zod";
import { applyEdits } from "../edits.js";
import type { Row } from "./rows.js";

/** `feedback/<date>/<id>.json`: a sentence and what its writer did with each suggested edit. */
export const feedbackSchema = z.object({
  schema: z.literal(1),
  text: z.string().min(1),
  edits: z.array(
    z.object({
      start: z.int().min(0).meta({ description: "UTF-16 units of `text`" }),
      end: z.int().min(0),
      replacement: z.string(),
      accepted: z.boolean(),
    }),
  ),
});

/**
 * The row a feedback file teaches: the text with the accepted edits carried out. Where all were
 * rejected the sides are equal, which teaches to leave the text alone. Undefined when the value is
 * no feedback or its edits overlap.
 */
export function readFeedback(value: unknown): Row | undefined {
  const parsed = feedbackSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { text, edits } = parsed.data;
  const accepted = edits.filter((edit) => edit.accepted).sort((a, b) => a.start - b.start);
  try {
    return { source: text, target: applyEdits(text, accepted) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
