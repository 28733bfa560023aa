import type { TextEdit } from "../edits.js";
import { BREAK } from "./parts.js";

/** How a paragraph ends that is a sentence. */
const SENTENCE_END = /[.!?:;\u2026]["'\u201d\u2019)\]]*$/;

/**
 * True for an edit that would make a sentence of a heading, a table's cell or a list's item by a
 * capital at its start or a stop at its end: paragraphs that do not end as sentences do are none.
 * @param edit in units of `plain`, the text that a reader sees.
 */
export function makesSentence(plain: string, edit: TextEdit): boolean {
  const { start, end, replacement } = edit;
  const original = plain.slice(start, end);
  if (bare(original) !== bare(replacement)) return false;
  const before = plain.lastIndexOf(BREAK, start - 1);
  const after = plain.indexOf(BREAK, end);
  const first = before < 0 ? 0 : before + BREAK.length;
  const last = after < 0 ? plain.length : after;
  if (SENTENCE_END.test(plain.slice(first, last).trimEnd())) return false;
  return plain.slice(first, start).trim() === "" || plain.slice(end, last).trim() === "";
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[.!?:]+$/, "");
}
