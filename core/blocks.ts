import type { Span } from "./span.js";

/** Bullets, quotation marks of e-mail, headings, numbers, letters and check boxes before a line. */
const MARKER =
  /^(?:[-*+\u2022\u25e6\u25aa\u2013\u2014>]|#{1,6}|\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|[a-z]\.|\[[ xX]\])[ \t]+/;

/** Markers one after another ("> - [ ] 1."); more are no list. */
const MAX_MARKERS = 6;

/** A line this long (UTF-16 units) that does not end a sentence was probably wrapped. */
const WRAPPED_UNITS = 50;
/** So long, it was wrapped even if the next line begins with a capital. */
const WRAPPED_BEFORE_CAPITAL_UNITS = 60;

/**
 * Stretches of text within which sentences may run: lines without their list markers, a wrapped
 * line together with the next.
 */
export function textBlocks(text: string): Span[] {
  const blocks: { start: number; end: number }[] = [];
  let previous = "";
  for (const match of text.matchAll(/[^\r\n\u2028\u2029]+/g)) {
    const line = match[0];
    const lead = leadingUnits(line);
    const end = match.index + line.length;
    const last = blocks.at(-1);
    if (last !== undefined && goesOn(text.slice(last.end, match.index), previous, line)) {
      last.end = end;
    } else {
      blocks.push({ start: match.index + lead, end });
    }
    previous = line.trim();
  }
  return blocks;
}

/** White space and markers before the words of a line. */
function leadingUnits(line: string): number {
  let at = line.length - line.trimStart().length;
  for (let n = 0; n < MAX_MARKERS; n++) {
    const marker = MARKER.exec(line.slice(at, at + 10));
    if (marker === null) break;
    at += marker[0].length;
    at += line.length - at - line.slice(at).trimStart().length;
  }
  return at;
}

/** True when `line` continues the sentence of the line before it. */
function goesOn(between: string, previous: string, line: string): boolean {
  const next = line.trim();
  if (between.match(/\r\n?|\n|[\u2028\u2029]/g)?.length !== 1) return false;
  if (previous.length < WRAPPED_UNITS || /[.!?:;\u2026|]["'\u201d\u2019)\]]*$/.test(previous))
    return false;
  if (MARKER.test(next)) return false;
  return previous.length >= WRAPPED_BEFORE_CAPITAL_UNITS
    ? /^\p{L}/u.test(next)
    : /^\p{Ll}/u.test(next);
}
