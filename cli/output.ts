import type { Correction, Edit } from "../core/correct.js";

/** How a removed and an added piece are shown. */
export interface Marks {
  removed(text: string): string;
  added(text: string): string;
}

/** As `git diff --word-diff` shows them. */
export const PLAIN_MARKS: Marks = {
  removed: (text) => `[-${text}-]`,
  added: (text) => `{+${text}+}`,
};

export const COLOUR_MARKS: Marks = {
  removed: (text) => `\u001b[9;31m${text}\u001b[0m`,
  added: (text) => `\u001b[1;32m${text}\u001b[0m`,
};

/** Colour on terminals, unless NO_COLOR (https://no-color.org) is set. */
export function wantsColour(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  return isTerminal && !env.NO_COLOR && env.TERM !== "dumb";
}

/** The lines that change, each with its number and its changes marked; empty when nothing changes. */
export function formatDiff(
  text: string,
  edits: Correction["edits"],
  marks: Marks,
  file?: string,
): string {
  let output = "";
  let lineNumber = 1;
  let at = 0;
  let next = 0;
  while (next < edits.length) {
    const first = edits[next] as Edit;
    lineNumber += countNewlines(text.slice(at, first.start));
    const lineStart = text.lastIndexOf("\n", first.start - 1) + 1;
    let line = "";
    let end = lineStart;
    let lineEnd = endOfLine(text, first.end);
    for (let edit = edits[next]; edit && edit.start <= lineEnd; edit = edits[++next]) {
      line += text.slice(end, edit.start) + markEdit(edit, marks);
      end = edit.end;
      lineEnd = endOfLine(text, end);
    }
    output += `${file ? `${file}:` : ""}${lineNumber}: ${line}${text.slice(end, lineEnd)}\n`;
    lineNumber += countNewlines(text.slice(first.start, lineEnd));
    at = lineEnd;
  }
  return output;
}

/** A line per edit as linters print them: file, line, column (both from 1), message, kind. */
export function formatFindings(text: string, edits: Correction["edits"], file?: string): string {
  let output = "";
  let line = 1;
  let at = 0;
  for (const { start, message, type } of edits) {
    line += countNewlines(text.slice(at, start));
    at = start;
    const column = start - text.lastIndexOf("\n", start - 1);
    output += `${file ? `${file}:` : ""}${line}:${column}: ${message} (${type})\n`;
  }
  return output;
}

function markEdit({ original, replacement }: Edit, marks: Marks): string {
  return (
    (original === "" ? "" : marks.removed(original)) +
    (replacement === "" ? "" : marks.added(replacement))
  );
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  const end = at < 0 ? text.length : at;
  return end > from && text[end - 1] === "\r" ? end - 1 : end;
}

function countNewlines(text: string): number {
  return text.split("\n").length - 1;
}
