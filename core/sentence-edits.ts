import { editAlternatives, editConfidence, editEvidence } from "./confidence.js";
import { joinDependent } from "./dependent-edits.js";
import type { EditContext } from "./edit-context.js";
import { type AlignedEdit, diffEdits, type TextEdit } from "./edits.js";
import { editKind } from "./kind.js";
import { editMessage } from "./message.js";
import { type NormalisedText, restoreQuotes } from "./normalise.js";
import type { Rewrite } from "./ports.js";
import { keepVariant } from "./variants/variants.js";
import type { Variant } from "./variants/words.js";

/** A change offered to the reader; `start`/`end` are UTF-16 units of the request's text. */
export interface Edit extends TextEdit {
  readonly original: string;
  /** Kind of error: operation, then class, as ERRANT writes them ("R:VERB:SVA"). */
  readonly type: string;
  /** Probability (0..1) of the least certain token of the change. */
  readonly confidence: number;
  /** One sentence for the reader. */
  readonly message: string;
  /** Other replacements, likeliest first; empty unless asked for. */
  readonly alternatives: readonly string[];
}

/** An edit with how much speaks for a mistake in its place (0..1, `editEvidence`), by which sentences are judged. */
export interface JudgedEdit extends Edit {
  readonly evidence: number;
}

/**
 * The edits that turn a sentence into its rewrite, in units of the sentence.
 * @param input the sentence as the model was shown it.
 * @param variant the spelling asked for; undefined keeps the writer's.
 */
export function sentenceEdits(
  sentence: string,
  input: NormalisedText,
  rewrite: Rewrite,
  variant?: Variant,
): JudgedEdit[] {
  // A correction never takes a whole sentence away.
  if (rewrite.text === input.text || rewrite.text.trim() === "") return [];
  const edits = diffEdits(input.text, rewrite.text);
  return joinDependent(input.text, rewrite.text, edits)
    .map((edit) => toEdit(sentence, input, rewrite, edit, variant))
    .filter((edit) => edit.original !== edit.replacement && !endsLeadIn(sentence, edit));
}

/** A mark at the end of a line that leads on to the next: "Dear Ms Carter,", "What is needed:". */
const LEADS_ON = /[:;,\u2013\u2014-]\s*$/;

/** Whether an edit puts another mark in place of, or behind, one that leads on to what follows the sentence. */
function endsLeadIn(sentence: string, { end, original }: Edit): boolean {
  const isMark = !/[\p{L}\p{N}]/u.test(original);
  return isMark && sentence.slice(end).trim() === "" && LEADS_ON.test(sentence);
}

function toEdit(
  sentence: string,
  input: NormalisedText,
  rewrite: Rewrite,
  edit: AlignedEdit,
  variant: Variant | undefined,
): JudgedEdit {
  const { start, end } = input.toOriginal(edit);
  const original = sentence.slice(start, end);
  const shown = input.text.slice(edit.start, edit.end);
  const before = sentence.slice(0, start);
  const spelt = (words: string) => keepVariant(original, words, variant, before);
  const replacement = spelt(restoreQuotes(edit.replacement, original, sentence));
  const context: EditContext = {
    original,
    replacement,
    before,
    after: sentence.slice(end),
  };
  const type = editKind(context);
  return {
    start,
    end,
    original,
    replacement,
    type,
    confidence: editConfidence(shown, edit, rewrite),
    evidence: editEvidence(shown, edit, rewrite),
    message: editMessage(context, type),
    alternatives: [...new Set(editAlternatives(shown, edit, rewrite).map(spelt))].filter(
      (other) => other !== original && other !== replacement,
    ),
  };
}
