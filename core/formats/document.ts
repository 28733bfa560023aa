import {
  type AnnotatedText,
  type AnnotationPart,
  annotatedText,
} from "../languagetool/annotated.js";
import { nextTurnUnlessStopped } from "../next-turn.js";
import { detectFormat, type Format } from "./format.js";

/** A text with mark-up, read. */
export interface Document {
  readonly format: Exclude<Format, "plain">;
  readonly text: AnnotatedText;
  /** Where prose stands in the source, in order. */
  readonly prose: readonly { readonly start: number; readonly end: number }[];
}

/**
 * Reads a text in a format; undefined for plain text, which has no mark-up to read. The parsers
 * are loaded when they are first needed.
 * @param format `auto` goes by what the text shows clearly.
 * @throws CancelledError where the signal fires while a long text is read.
 */
export async function readDocument(
  source: string,
  format: Format | "auto",
  signal?: AbortSignal,
): Promise<Document | undefined> {
  const known = format === "auto" ? detectFormat(source) : format;
  if (known === "plain") return undefined;
  const parts = await READERS[known](source, () => nextTurnUnlessStopped(signal));
  return { format: known, text: annotatedText(parts), prose: proseSpans(parts) };
}

const READERS: Readonly<
  Record<
    Document["format"],
    (source: string, turn: () => Promise<void>) => Promise<readonly AnnotationPart[]>
  >
> = {
  markdown: async (source, turn) => (await import("./markdown.js")).markdownParts(source, turn),
  html: async (source) => (await import("./html.js")).htmlParts(source),
  latex: async (source) => (await import("./latex.js")).latexParts(source),
};

function proseSpans(parts: readonly AnnotationPart[]): Document["prose"] {
  const spans: { start: number; end: number }[] = [];
  let at = 0;
  for (const { text, markup } of parts) {
    const end = at + (text ?? markup ?? "").length;
    const last = spans.at(-1);
    if (text !== undefined && last?.end === at) last.end = end;
    else if (text !== undefined) spans.push({ start: at, end });
    at = end;
  }
  return spans;
}
