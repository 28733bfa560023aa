import type { Edit } from "../sentence-edits.js";
import { type Span, shift } from "../span.js";
import type { AnnotatedText } from "./annotated.js";
import type { CheckRequest } from "./request.js";
import type { Match } from "./response.js";
import { isSpelling, isWanted, type Rule, ruleOf } from "./rules.js";
import { widening } from "./widen.js";

/** A sentence of the plain text with its edits, in units of the plain text. */
export interface CheckedSentence extends Span {
  readonly edits: readonly Edit[];
}

/** UTF-16 units of text shown on each side of a match, as LanguageTool shows. */
const CONTEXT_UNITS = 40;

const ELLIPSIS = "...";

/**
 * Edits as LanguageTool's matches, in the text's order and disjoint. An edit with mark-up inside
 * is left out: to carry it out would take the mark-up away.
 */
export function toMatches(request: CheckRequest, sentences: readonly CheckedSentence[]): Match[] {
  const { text, language, choice } = request;
  const { plain } = text;
  const edits = sentences.flatMap((sentence) =>
    sentence.edits.map((edit) => ({
      edit,
      rule: ruleOf(edit.type, language.code),
      sentence: plain.slice(sentence.start, sentence.end),
    })),
  );
  const wanted = edits.filter(({ edit, rule }) => isWanted(rule, choice) && text.toOriginal(edit));
  const matches: Match[] = [];
  let freeFrom = 0;
  for (const [i, { edit, rule, sentence }] of wanted.entries()) {
    const free = { start: freeFrom, end: wanted[i + 1]?.edit.start ?? plain.length };
    const kept = widening(plain, edit, free, (span) => text.toOriginal(span) !== undefined);
    const shown = { start: edit.start - kept.before.length, end: edit.end + kept.after.length };
    const values = [edit.replacement, ...edit.alternatives];
    const replacements = values.map((value) => ({ value: kept.before + value + kept.after }));
    // Both hold: `wanted` and `widening` ask for it.
    const place = text.toOriginal(shown) as Span;
    matches.push(toMatch(text, place, { edit, rule, sentence, replacements }));
    freeFrom = shown.end;
  }
  return matches;
}

interface Finding {
  readonly edit: Edit;
  readonly rule: Rule;
  readonly sentence: string;
  readonly replacements: Match["replacements"];
}

function toMatch(text: AnnotatedText, place: Span, finding: Finding): Match {
  const { edit, rule, sentence, replacements } = finding;
  const spelling = isSpelling(rule);
  return {
    message: edit.message,
    shortMessage: spelling ? "Spelling mistake" : rule.description,
    replacements,
    offset: place.start,
    length: place.end - place.start,
    context: contextOf(text.original, place),
    sentence,
    type: { typeName: spelling ? "UnknownWord" : "Other" },
    rule: { ...rule, isPremium: false, confidence: edit.confidence },
    ignoreForIncompleteSentence: !spelling,
    contextForSureMatch: spelling ? 0 : -1,
  };
}

/** The text around a span, on one line, without half characters at its ends. */
export function contextOf(text: string, { start, end }: Span): Match["context"] {
  let from = Math.max(0, start - CONTEXT_UNITS);
  let to = Math.min(text.length, end + CONTEXT_UNITS);
  if (splitsPair(text, from)) from--;
  if (splitsPair(text, to)) to++;
  const before = from > 0 ? ELLIPSIS : "";
  const after = to < text.length ? ELLIPSIS : "";
  const shown = shift({ start, end }, before.length - from);
  return {
    text: before + text.slice(from, to).replace(/[\r\n\u2028\u2029]/g, " ") + after,
    offset: shown.start,
    length: shown.end - shown.start,
  };
}

function splitsPair(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, at - 1), at + 1));
}
