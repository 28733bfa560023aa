import { textBlocks } from "./blocks.js";
import {
  ABBREVIATIONS_BEFORE_NAMES,
  ABBREVIATIONS_BEFORE_NUMBERS,
  ABBREVIATIONS_WITHIN,
  SENTENCE_OPENERS,
} from "./lexicon/abbreviations.js";
import { type Span, shift } from "./span.js";

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** A full stop after which learners often go on in lower case. */
const LOWER_CASE_START = /(?<=\p{Ll}{2}[.!?]["'\u201d\u2019)]?)\s+(?=\p{Ll}+\b)/gu;

/** A bracket may hold whole sentences; one that stays open this long is taken for a slip. */
const MAX_BRACKET_UNITS = 200;

/** Text segmented at once. */
const WINDOW_UNITS = 1000;

/** Text looked at after a place where a sentence might begin. */
const LOOKAHEAD_UNITS = 300;

/**
 * Spans of the sentences of a text, in order. What lies between them is white space, line breaks
 * and list markers. Unicode's sentence boundaries (UAX 29) with what they lack: abbreviations,
 * initials, quotations, brackets, wrapped lines, and sentences that begin in lower case.
 */
export function splitSentences(text: string): Span[] {
  const sentences: Span[] = [];
  for (const block of textBlocks(text)) {
    // A line break always ends a sentence in UAX 29; within a block it is where a line was wrapped.
    const content = text.slice(block.start, block.end).replace(/[\r\n\u2028\u2029]/g, " ");
    let start = 0;
    for (const at of [...candidates(content), content.length]) {
      const before = content.slice(start, at).trim();
      if (
        at < content.length &&
        !isBoundary(before, content.slice(at, at + LOOKAHEAD_UNITS).trimStart())
      )
        continue;
      const span = trim(content, start, at);
      if (span.start < span.end) sentences.push(shift(span, block.start));
      start = at;
    }
  }
  return sentences;
}

/** Places where a sentence might begin, in order. */
function candidates(text: string): number[] {
  const places = new Set<number>();
  for (const at of unicodeBoundaries(text)) places.add(at);
  for (const match of text.matchAll(LOWER_CASE_START)) {
    const at = match.index + match[0].length;
    if (SENTENCE_OPENERS.has(firstWord(text.slice(at, at + 20)))) places.add(at);
  }
  return [...places].sort((a, b) => a - b);
}

/**
 * Starts of sentences after UAX 29. V8's segmenter takes time that is quadratic in the text's
 * length (seen in Node 20), so it is given one window after another, each from the start of the
 * last sentence of the one before.
 */
function* unicodeBoundaries(text: string): Generator<number> {
  let at = 0;
  let width = WINDOW_UNITS;
  while (true) {
    const isLast = at + width >= text.length;
    const window = text.slice(at, at + width);
    // What follows a boundary has a say in it, so one near the window's end is left to the next.
    const starts = Array.from(segmenter.segment(window), ({ index }) => index)
      .slice(1)
      .filter((start) => isLast || start < width - WINDOW_UNITS / 4);
    for (const start of starts) yield at + start;
    if (isLast) return;
    width = starts.length === 0 ? width * 2 : WINDOW_UNITS;
    at += starts.at(-1) ?? 0;
  }
}

function isBoundary(before: string, after: string): boolean {
  if (hasOpenBracket(before, after)) return false;
  // "Stop!" he said: the quotation is part of the sentence.
  if (/[!?.\u2026]["'\u201d\u2019)\]]+$/.test(before) && /^\p{Ll}/u.test(after)) return false;
  if (/(\.\.|\u2026)$/.test(before)) return !/^\p{Ll}/u.test(after);
  return !before.endsWith(".") || !endsInAbbreviation(before, after);
}

function endsInAbbreviation(before: string, after: string): boolean {
  const last = before.slice(before.search(/[^\s("'\u201c\u2018[]+$/));
  const word = last.slice(0, -1).toLowerCase();
  const next = firstWord(after);
  if (ABBREVIATIONS_BEFORE_NAMES.has(word)) return true;
  if (ABBREVIATIONS_BEFORE_NUMBERS.has(word)) return /^[\d#]/.test(after);
  const opens = SENTENCE_OPENERS.has(next) && !/^\p{Ll}/u.test(after);
  if (ABBREVIATIONS_WITHIN.has(word)) return !opens;
  // Initials (J. R. R. Tolkien) and letters with stops (U.S.); "I." ends more sentences than names.
  const initials = /^(?:\p{Lu}\.)+$/u.test(last) && last !== "I.";
  return initials && !opens;
}

function hasOpenBracket(before: string, after: string): boolean {
  const open = before.lastIndexOf("(");
  if (open < 0 || before.indexOf(")", open) >= 0) return false;
  const close = after.indexOf(")");
  return close >= 0 && before.length - open + close <= MAX_BRACKET_UNITS;
}

function firstWord(text: string): string {
  return (/^["'\u201c\u2018(]*([\p{L}']+)/u.exec(text)?.[1] ?? "").toLowerCase();
}

function trim(text: string, start: number, end: number): Span {
  const part = text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  return { start: from, end: Math.max(from, start + part.trimEnd().length) };
}
