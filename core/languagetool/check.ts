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

/**
 * The sentences of a request's text with their edits, mark-up untouched.
 * @throws UnavailableError, CancelledError as the rewriter does.
 */
export async function checkSentences(
  { text, isPicky, variant, ignoreWords }: CheckRequest,
  { rewriter, ownWords }: CorrectDeps & { readonly ownWords: readonly OwnWords[] },
  signal?: AbortSignal,
): Promise<CheckedSentence[]> {
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
  for await (const sentence of correctStream(text.plain, options, { rewriter }, signal)) {
    sentences.push(sentence);
  }
  return sentences;
}

/** The sentences of a text that is not checked. */
export function uncheckedSentences({ text }: CheckRequest): CheckedSentence[] {
  return splitSentences(text.plain).map((span) => ({ ...span, edits: [] }));
}

/** LanguageTool's answer. */
export function checkResponse(
  request: CheckRequest,
  sentences: readonly CheckedSentence[],
): CheckResponse {
  const { language, detected, text } = request;
  const { name, code, confidence, source } = detected;
  return {
    software: SOFTWARE,
    warnings: { incompleteResults: false },
    language: { ...language, detectedLanguage: { name, code, confidence, source } },
    matches: toMatches(request, sentences),
    sentenceRanges: sentences.map((sentence) => {
      const { start, end } = text.cover(sentence);
      return [start, end];
    }),
  };
}
