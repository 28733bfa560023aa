import { type CorrectDeps, correctStream } from "../correct.js";
import type { OwnWords } from "../own-words.js";
import { splitSentences } from "../sentences.js";
import { type CheckedSentence, toMatches } from "./matches.js";
import type { CheckRequest } from "./request.js";
import { type CheckResponse, SOFTWARE } from "./response.js";

/** Replacements listed beside the first, where the model has them. */
const ALTERNATIVES = 3;

/** What `picky` makes of the model's own threshold of confidence. */
const PICKY_FACTOR = 0.5;

/** The sentences that were checked. */
export interface Checked {
  readonly sentences: readonly CheckedSentence[];
  /** False where the deadline came before the last. */
  readonly isComplete: boolean;
}

/**
 * The sentences of a request's text with their edits, mark-up untouched.
 * @param signal fires when the caller goes away, `deadline` when what is ready is to be the answer.
 * @throws UnavailableError, CancelledError as the rewriter does, unless the deadline came.
 */
export async function checkSentences(
  { text, isPicky, variant, ignoreWords }: CheckRequest,
  { rewriter, ownWords }: CorrectDeps & { readonly ownWords: readonly OwnWords[] },
  signal: AbortSignal,
  deadline?: AbortSignal,
): Promise<Checked> {
  const { minConfidence } = rewriter.info;
  const options = {
    alternatives: ALTERNATIVES,
    ...(isPicky && { minConfidence: minConfidence * PICKY_FACTOR }),
    variant,
    protect: text.interpreted,
    ignoreWords,
    ownWords,
  };
  const sentences: CheckedSentence[] = [];
  const either = deadline ? AbortSignal.any([signal, deadline]) : signal;
  try {
    for await (const sentence of correctStream(text.plain, options, { rewriter }, either)) {
      sentences.push(sentence);
    }
  } catch (error) {
    if (signal.aborted || !deadline?.aborted) throw error;
    return { sentences, isComplete: false };
  }
  return { sentences, isComplete: true };
}

/** The sentences of a text that is not checked. */
export function uncheckedSentences({ text }: CheckRequest): Checked {
  const sentences = splitSentences(text.plain).map((span) => ({ ...span, edits: [] }));
  return { sentences, isComplete: true };
}

/** LanguageTool's answer. */
export function checkResponse(
  request: CheckRequest,
  { sentences, isComplete }: Checked,
): CheckResponse {
  const { language, detected, text } = request;
  const { name, code, confidence, source } = detected;
  return {
    software: SOFTWARE,
    warnings: isComplete
      ? { incompleteResults: false }
      : {
          incompleteResults: true,
          incompleteResultsReason:
            "The deadline came before the end of the text; send the rest again",
        },
    language: { ...language, detectedLanguage: { name, code, confidence, source } },
    matches: toMatches(request, sentences),
    sentenceRanges: sentences.map((sentence) => {
      const { start, end } = text.cover(sentence);
      return [start, end];
    }),
  };
}
