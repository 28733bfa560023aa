import type { Span } from "./span.js";

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** Spans of the sentences of a text, in order; what lies between them is white space. */
export function splitSentences(text: string): Span[] {
  const spans: Span[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    const start = index + segment.length - segment.trimStart().length;
    const end = start + segment.trim().length;
    if (end > start) spans.push({ start, end });
  }
  return spans;
}
