import type { AnnotationPart } from "../languagetool/annotated.js";
import * as names from "./latex-names.js";
import { LatexSource } from "./latex-source.js";
import { BREAK, PartsBuilder, reading } from "./parts.js";

/** A formula reads as this: like a noun, it fits where formulas stand. */
const FORMULA = "X";

const TEXT = /(?:[^\\{}$%~`'&#^_\r\n-]|'(?!')|-(?!-))+/y;
const NEWLINES = /[ \t]*(?:\r\n?|\n)\s*/y;
const COMMENT = /%[^\r\n]*(?:(?:\r\n?|\n)[ \t]*)?/y;
const COMMAND = /\\([A-Za-z@]+)\*?/y;
const ACCENT = /\\([`'^~=."])[ \t]*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))/y;
const LETTER_ACCENT = /\\([uvHcdbkr])(?:[ \t]*\{\\?([A-Za-z])\}|[ \t]+([A-Za-z]))/y;
const MARKS = /``|''|`|---|--|~|[&#^_{}]|./sy;

const READ_MARKS: ReadonlyMap<string, string> = new Map([
  ["``", '"'],
  ["''", '"'],
  ["`", "'"],
  ["---", "\u2014"],
  ["--", "\u2013"],
  ["~", " "],
]);

/**
 * LaTeX in parts. Edits may be made to the running text of the document's body, of headings,
 * captions and the arguments of commands for type faces; commands, maths, verbatim text, tables,
 * comments and the preamble are mark-up. Commands of the author's own read as a noun.
 */
export function latexParts(source: string): readonly AnnotationPart[] {
  return new LatexReader(source).read();
}

class LatexReader {
  readonly #tex: LatexSource;
  readonly #builder: PartsBuilder;
  /** What the closing brace at a place reads as, where not as nothing. */
  readonly #closings = new Map<number, string>();

  constructor(source: string) {
    this.#tex = new LatexSource(source);
    this.#builder = new PartsBuilder(source);
  }

  read(): readonly AnnotationPart[] {
    const { text } = this.#tex;
    const body = text.indexOf("\\begin{document}");
    const end = body < 0 ? -1 : text.indexOf("\\end{document}", body);
    let at = body < 0 ? 0 : body + "\\begin{document}".length;
    while (at < (end < 0 ? text.length : end)) at = this.#step(at);
    return this.#builder.finish();
  }

  /** Reads what stands at `at`; returns where it ends. */
  #step(at: number): number {
    const { text } = this.#tex;
    const char = text[at] as string;
    if (char === "\\") return this.#command(at);
    if (char === "$") return this.#dollars(at);
    if (char === "%") return this.#comment(at);
    const run = this.#tex.match(TEXT, at)?.[0];
    if (run !== undefined) {
      const isLineEnd = /[\r\n]/.test(text[at + run.length] ?? "");
      this.#builder.text(at, at + (isLineEnd ? run.trimEnd() : run).length);
      return at + run.length;
    }
    const newlines = this.#tex.match(NEWLINES, at)?.[0];
    if (newlines !== undefined) {
      const lines = newlines.match(/\r\n?|\n/g)?.length ?? 0;
      return lines > 1
        ? this.#break(at + newlines.length)
        : this.#read(at, at + newlines.length, " ");
    }
    const mark = this.#tex.match(MARKS, at)?.[0] as string;
    const closing = this.#closings.get(at);
    if (closing === BREAK || mark === "&") return this.#break(at + 1);
    return this.#read(at, at + mark.length, closing ?? READ_MARKS.get(mark) ?? "");
  }

  #command(at: number): number {
    const verbatim = this.#tex.verbatimAt(at);
    if (verbatim) {
      const { end, content, isEnvironment } = verbatim;
      return isEnvironment ? this.#break(end) : this.#read(at, end, reading(content));
    }
    const next = this.#tex.text[at + 1] ?? "";
    if (next === "(" || next === "[") return this.#maths(at, at + 2, next === "(" ? "\\)" : "\\]");
    const accent = this.#tex.match(ACCENT, at) ?? this.#tex.match(LETTER_ACCENT, at);
    if (accent) {
      const [whole, mark = "", braced, bare] = accent;
      const letter = `${braced ?? bare}${names.ACCENTS.get(mark) ?? ""}`.normalize("NFC");
      return this.#read(at, at + whole.length, letter);
    }
    const command = this.#tex.match(COMMAND, at);
    if (!command) return this.#read(at, at + 2, names.SYMBOLS.get(next) ?? "");
    return this.#named(at, command[1] as string, at + command[0].length);
  }

  /** A command with a name, which ends at `end`, and the arguments that belong to it. */
  #named(at: number, name: string, end: number): number {
    if (name === "begin") return this.#environment(at, end);
    if (name === "end") return this.#break(this.#tex.argumentsEnd(end, 1));
    const before = names.TRANSPARENT.get(name);
    if (before !== undefined || names.BLOCKS.has(name) || names.NOTES.has(name)) {
      const open = this.#tex.argumentsEnd(end, before ?? (name === "captionof" ? 1 : 0));
      const close = this.#tex.text[open] === "{" ? this.#tex.closeOf(open) : undefined;
      if (close !== undefined) return this.#argument(at, name, open, close);
    }
    if (names.BREAKS.has(name)) return this.#break(this.#tex.argumentsEnd(end, 0));
    const last = this.#tex.argumentsEnd(end);
    const spaces =
      last > end ? 0 : (/^[ \t]*/.exec(this.#tex.text.slice(end, end + 20))?.[0].length ?? 0);
    return this.#read(at, last + spaces, this.#reading(name, spaces > 0));
  }

  #reading(name: string, isSpaced: boolean): string {
    if (names.INVISIBLE.has(name) || names.NOTES.has(name)) return "";
    const known = names.CHARACTERS.get(name) ?? names.REFERENCES.get(name);
    return known ?? (isSpaced ? `${FORMULA} ` : FORMULA);
  }

  /** An argument that is running text. */
  #argument(at: number, name: string, open: number, close: number): number {
    if (names.BLOCKS.has(name)) {
      this.#closings.set(close, BREAK);
      return this.#break(open + 1);
    }
    if (names.NOTES.has(name)) {
      const endsSentence = /[.!?]["'\u2019\u201d)]*$/.test(
        this.#tex.text.slice(Math.max(0, at - 4), at),
      );
      if (!endsSentence) return this.#read(at, close + 1, "");
      this.#closings.set(close, " ");
      return this.#read(at, open + 1, " ");
    }
    const isQuote = name === "enquote" || name === "textquote";
    if (isQuote) this.#closings.set(close, '"');
    return this.#read(at, open + 1, isQuote ? '"' : "");
  }

  #environment(at: number, end: number): number {
    const begin = this.#tex.environmentAt(at);
    if (!begin) return this.#read(at, end, "");
    if (names.MATHS_ENVIRONMENTS.has(begin.name)) {
      return this.#maths(at, begin.end, `\\end{${begin.name}}`);
    }
    if (names.SKIPPED_ENVIRONMENTS.has(begin.name)) {
      return this.#break(this.#tex.environmentEnd(begin.name, begin.end));
    }
    return this.#break(this.#tex.argumentsEnd(begin.end));
  }

  #dollars(at: number): number {
    const isDisplay = this.#tex.text[at + 1] === "$";
    if (isDisplay) return this.#maths(at, at + 2, "$$");
    let close = this.#tex.find("$", at + 1);
    while (close > 0 && this.#tex.text[close - 1] === "\\") close = this.#tex.find("$", close + 1);
    const isFormula =
      close > 0 && !/(?:\r\n?|\n)[ \t]*[\r\n]/.test(this.#tex.text.slice(at, close));
    return isFormula ? this.#read(at, close + 1, FORMULA) : this.#read(at, at + 1, "");
  }

  /** Maths whose inside begins at `start`; without its end, only the sign is mark-up. */
  #maths(at: number, start: number, closing: string): number {
    const close = this.#tex.find(closing, start);
    if (close < 0) return this.#read(at, start, "");
    const inside = this.#tex.text.slice(start, close).trimEnd();
    const stop = /[.,;:?!]$/.exec(inside)?.[0] ?? "";
    return this.#read(
      at,
      close + closing.length,
      closing === "\\)" ? FORMULA : ` ${FORMULA}${stop} `,
    );
  }

  #comment(at: number): number {
    const end = at + (this.#tex.match(COMMENT, at)?.[0].length ?? 1);
    return /[\r\n]/.test(this.#tex.text[end] ?? "") ? this.#break(end) : this.#read(at, end, "");
  }

  /** Mark-up from `at` to `end` and what it reads as; returns its end. */
  #read(at: number, end: number, reads: string): number {
    this.#builder.markup(at);
    this.#builder.markup(end, reads);
    return end;
  }

  #break(end: number): number {
    this.#builder.break(end);
    return end;
  }
}
