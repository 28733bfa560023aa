import type { FeedbackRequest } from "../core/feedback.js";
import { contains } from "../core/span.js";
import type { Sentence } from "./outline.js";
import type { Suggestion } from "./suggestions.js";

/** A suggestion with what the writer made of it. */
export interface Decision {
  readonly suggestion: Suggestion;
  readonly replacement: string;
  readonly accepted: boolean;
}

/**
 * What a writer who agreed tells the service: each sentence that something was decided in, with the
 * decisions, and nothing of the text around it.
 */
export function toFeedback(
  sentences: readonly Sentence[],
  decisions: readonly Decision[],
): readonly FeedbackRequest[] {
  return sentences.flatMap((sentence) => {
    const edits = decisions
      .filter(({ suggestion }) => contains(sentence, suggestion))
      .map(({ suggestion: { start, end }, replacement, accepted }) => ({
        start: start - sentence.start,
        end: end - sentence.start,
        replacement,
        accepted,
      }));
    return edits.length > 0 ? [{ consent: true, text: sentence.text, edits }] : [];
  });
}
