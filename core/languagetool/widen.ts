import type { TextEdit } from "../edits.js";
import type { Span } from "../span.js";

/** Units looked at on each side for a word; a longer one is taken in part. */
const MAX_WORD_UNITS = 100;

/**
 * What is taken in, best first: a word, one visible character with its marks, a space. No emoji:
 * language_tool_python (seen in 3.4.0) counts a match's place in code points but its length in
 * UTF-16 units, and takes away what follows.
 */
const NEIGHBOURS = [
  "[\\p{L}\\p{M}\\p{N}'\u2019-]+",
  "[^\\s\\p{M}\\p{Extended_Pictographic}\\u200d\\u{10000}-\\u{10ffff}]\\p{M}*",
  " ",
].map((pattern) => ({
  before: new RegExp(`${pattern}$`, "u"),
  after: new RegExp(`^${pattern}`, "u"),
}));

/**
 * What stays as it is beside an insertion and is shown with it, because clients underline
 * characters and cannot underline a place between two.
 */
export interface Widening {
  readonly before: string;
  readonly after: string;
}

const NOTHING: Widening = { before: "", after: "" };

/**
 * The word to show with an insertion: the one it is written to, so that "the " goes with the word
 * after it and "," with the word before it. Nothing for other edits, or where no text is free.
 * @param free the part of the text that belongs to no other edit.
 * @param allowed whether a span may be shown.
 */
export function widening(
  text: string,
  edit: TextEdit,
  free: Span,
  allowed: (span: Span) => boolean,
): Widening {
  const { start, end, replacement } = edit;
  if (start < end) return NOTHING;
  const left = text.slice(Math.max(free.start, start - MAX_WORD_UNITS), start);
  const right = text.slice(end, Math.min(free.end, end + MAX_WORD_UNITS));
  for (const { before, after } of NEIGHBOURS) {
    const sides = [
      { before: before.exec(left)?.[0] ?? "", after: "" },
      { before: "", after: after.exec(right)?.[0] ?? "" },
    ];
    if (/\s$/.test(replacement)) sides.reverse();
    const found = sides.find(
      (side) =>
        side.before + side.after !== "" &&
        allowed({ start: start - side.before.length, end: end + side.after.length }),
    );
    if (found) return found;
  }
  return NOTHING;
}
