import { applyEdits, type TextEdit } from "./edits.js";
import type { Rewrite, Rewriter } from "./ports.js";
import { splitSentences } from "./sentences.js";
import type { Span } from "./span.js";

/** What a caller may ask for; see `correctOptionsSchema` for the limits. */
export interface CorrectOptions {
  /** Edits below this confidence (0..1) are dropped. Default: the model's own threshold. */
  readonly minConfidence?: number | undefined;
  /** Beams of the search, minimum 1. Default 1: greedy. */
  readonly numBeams?: number | undefined;
  /** Other replacements listed per edit, minimum 0. Default 0. */
  readonly alternatives?: number | undefined;
  /** Words no edit may touch, compared without case. */
  readonly ignoreWords?: readonly string[] | undefined;
  /** Spans of the text no edit may touch. */
  readonly protect?: readonly Span[] | undefined;
}

export interface CorrectDeps {
  readonly rewriter: Rewriter;
}

/** A change offered to the reader; `start`/`end` are UTF-16 units of the request's text. */
export interface Edit extends TextEdit {
  readonly original: string;
  /** Kind of error: operation, then class, as ERRANT writes them ("R:VERB:SVA"). */
  readonly type: string;
  /** Probability (0..1) of the least certain token of the change. */
  readonly confidence: number;
  readonly message: string;
  readonly alternatives: readonly string[];
}

/** A sentence of the text after correction; edits are in units of the whole text. */
export interface SentenceCorrection extends Span {
  readonly corrected: string;
  readonly edits: readonly Edit[];
}

export interface Correction {
  readonly corrected: string;
  readonly edits: readonly Edit[];
}

/**
 * Corrects a text. `applyEdits(text, edits) === corrected`.
 * @throws UnavailableError, CancelledError as the rewriter does.
 */
export async function correctText(
  text: string,
  options: CorrectOptions,
  deps: CorrectDeps,
  signal?: AbortSignal,
): Promise<Correction> {
  const edits: Edit[] = [];
  for await (const sentence of correctStream(text, options, deps, signal)) {
    edits.push(...sentence.edits);
  }
  return { corrected: applyEdits(text, edits), edits };
}

/**
 * The sentences of a text, corrected, in the text's order, each as soon as it is ready.
 * @throws UnavailableError, CancelledError as the rewriter does.
 */
export async function* correctStream(
  text: string,
  options: CorrectOptions,
  deps: CorrectDeps,
  signal?: AbortSignal,
): AsyncGenerator<SentenceCorrection> {
  const spans = splitSentences(text);
  const rewrites = await deps.rewriter.rewrite(
    spans.map(({ start, end }) => text.slice(start, end)),
    { numBeams: options.numBeams ?? 1, alternatives: options.alternatives ?? 0 },
    signal,
  );
  for (const [i, span] of spans.entries()) {
    const rewrite = rewrites[i] as Rewrite;
    const original = text.slice(span.start, span.end);
    const edits =
      rewrite.text === original
        ? []
        : [
            {
              ...span,
              original,
              replacement: rewrite.text,
              type: "R:OTHER",
              confidence: 1,
              message: "",
              alternatives: [],
            },
          ];
    yield { ...span, corrected: rewrite.text, edits };
  }
}
