import * as z from "zod";
import type { Text } from "./text.js";

/** Why a row was not taken; the key in a dataset's counts and in `rejected.jsonl.gz`. */
export const REJECT_REASONS = [
  "not_utf8",
  "record_too_long",
  "broken_quotes",
  "wrong_columns",
  "broken_json",
  "broken_m2",
  "wrong_values",
  "empty",
  "control_characters",
  "too_short",
  "too_long",
  "ratio",
  "too_different",
  "unchanged",
  "language",
  "evaluation_sentence",
  "duplicate",
  "near_duplicate",
] as const;

export type RejectReason = (typeof REJECT_REASONS)[number];

/** Longest side of a pair in UTF-16 units; what is longer is no sentence. */
export const MAX_SIDE_CHARS = 20_000;

/** One row of a dataset. `source` is empty in clean text, whose errors the trainer makes up. */
export const rowSchema = z.object({
  source: z.string().max(MAX_SIDE_CHARS),
  target: z.string().max(MAX_SIDE_CHARS),
});

export type Row = z.infer<typeof rowSchema>;

/** What a reader finds: rows, and records it could not make a row of (`text` as it was found). */
export interface RowSink {
  /** The texts are the caller's: they hold the row during the call, and may be changed in it. */
  row(source: Text, target: Text): void;
  reject(reason: RejectReason, text: string): void;
}
