import {
  type CorrectDeps,
  type Correction,
  type CorrectOptions,
  correctStream,
  type SentenceCorrection,
} from "../correct.js";
import { applyEdits } from "../edits.js";
import { overlaps, shift } from "../span.js";
import { readDocument } from "./document.js";
import type { Format } from "./format.js";
import { makesSentence } from "./fragments.js";
import { MarkupGuard } from "./guard.js";

export interface DocumentOptions extends CorrectOptions {
  /** How the text is written; `auto` goes by what it shows clearly. Default plain. */
  readonly format?: Format | "auto" | undefined;
}

/**
 * Corrects a text with mark-up and leaves the mark-up as it is: no edit crosses, touches or makes
 * any. `applyEdits(text, edits) === corrected`.
 * @throws UnavailableError, CancelledError as the rewriter does.
 */
export async function correctDocument(
  text: string,
  options: DocumentOptions,
  deps: CorrectDeps,
  signal?: AbortSignal,
): Promise<Correction> {
  const edits: Correction["edits"][number][] = [];
  for await (const sentence of correctDocumentStream(text, options, deps, signal)) {
    edits.push(...sentence.edits);
  }
  return { corrected: applyEdits(text, edits), edits };
}

/**
 * The sentences of a text with mark-up, corrected, in the text's order, each as soon as it is
 * ready; a sentence's span and text include the mark-up within it.
 * @throws UnavailableError, CancelledError as the rewriter does.
 */
export async function* correctDocumentStream(
  source: string,
  { format = "plain", protect = [], ...options }: DocumentOptions,
  deps: CorrectDeps,
  signal?: AbortSignal,
): AsyncGenerator<SentenceCorrection> {
  const document = await readDocument(source, format, signal);
  if (!document) {
    yield* correctStream(source, { ...options, protect }, deps, signal);
    return;
  }
  const { plain, interpreted } = document.text;
  const guard = new MarkupGuard(source, document);
  const shown = { ...options, protect: interpreted };
  let at = 0;
  for await (const sentence of correctStream(plain, shown, deps, signal)) {
    const cover = document.text.cover(sentence);
    const span = { start: Math.max(at, cover.start), end: Math.max(at, cover.end) };
    at = span.end;
    const edits = sentence.edits
      .flatMap((edit) => {
        const place = document.text.toOriginal(edit);
        return place && !makesSentence(plain, edit) ? [{ ...edit, ...place }] : [];
      })
      .filter((edit) => !protect.some((kept) => overlaps(kept, edit)))
      .filter((edit) => guard.passes(edit));
    const local = edits.map((edit) => ({ ...edit, ...shift(edit, -span.start) }));
    yield { ...span, corrected: applyEdits(source.slice(span.start, span.end), local), edits };
  }
}
