import type { TextEdit } from "../edits.js";
import type { Span } from "../span.js";
import type { Document } from "./document.js";

/** Characters that may make mark-up of what was prose. */
const SPECIAL: Readonly<Record<Document["format"], RegExp>> = {
  markdown: /[\\`*_[\]<>|~$&#@^{}]|\/\/|www\./gi,
  html: /[<>&]/g,
  latex: /[\\{}$&#^_~%`]|''|--/g,
};

/** What may stand before the first words of a line. */
const MARKERS = /^(?:[\s>|+*-]|\d{1,9}[.)]|\[[ xX]\])*$/;

/** What makes a block of its own of a line that it begins. */
const BLOCK_START = /^(?:[-+*#>=|~:]|\d{1,9}[.)]|\s{4}|\t|\[)/;

/**
 * Lets those edits to a document pass that leave its mark-up as it is: they stay within one
 * stretch of prose, bring no characters that mean something to the format, begin no list or
 * heading, and leave at the ends of the stretch what was there: white space as it was and, next
 * to mark-up, a letter where a letter was and a mark where one was, since in Markdown `**bold,**x`
 * is not bold.
 */
export class MarkupGuard {
  readonly #source: string;
  readonly #document: Document;
  /** Index of the stretch of prose that edits have come to. */
  #stretch = 0;
  /** That stretch up to `#at`, as edited. */
  #edited = "";
  #at = 0;

  constructor(source: string, document: Document) {
    this.#source = source;
    this.#document = document;
    this.#at = document.prose[0]?.start ?? 0;
  }

  /** True when an edit, in units of the source and after all that passed, may be made. */
  passes(edit: TextEdit): boolean {
    const stretch = this.#moveTo(edit);
    if (!stretch || edit.start < this.#at) return false;
    const before = this.#edited + this.#source.slice(this.#at, edit.start);
    const changed = before + edit.replacement + this.#source.slice(edit.end, stretch.end);
    const isHarmless =
      !this.#bringsMarks(edit) &&
      this.#keepsEnds(stretch, changed) &&
      !this.#begins(stretch, changed);
    if (isHarmless) {
      this.#edited = before + edit.replacement;
      this.#at = edit.end;
    }
    return isHarmless;
  }

  /** The stretch that an edit lies in; an insertion between two belongs to the first. */
  #moveTo({ start, end }: Span): Span | undefined {
    const { prose } = this.#document;
    while (this.#stretch < prose.length && (prose[this.#stretch] as Span).end < start) {
      this.#stretch++;
      this.#edited = "";
      this.#at = prose[this.#stretch]?.start ?? this.#source.length;
    }
    const found = prose[this.#stretch];
    return found && found.start <= start && end <= found.end ? found : undefined;
  }

  #bringsMarks({ start, end, replacement }: TextEdit): boolean {
    const special = SPECIAL[this.#document.format];
    const known = new Set(this.#source.slice(start, end).match(special));
    return (replacement.match(special) ?? []).some((mark) => !known.has(mark));
  }

  #keepsEnds({ start, end }: Span, changed: string): boolean {
    const old = this.#source.slice(start, end);
    // Space at a line's ends is mark-up in places: two after its last word break it in Markdown.
    const isSpaced =
      leading(old) === leading(changed) && trailing(old) === trailing(changed) && changed !== "";
    const isLike = (neighbour: string | undefined, side: 0 | -1) =>
      /^\s?$/.test(neighbour ?? "") || classOf(old.at(side)) === classOf(changed.at(side));
    return isSpaced && isLike(this.#source[start - 1], 0) && isLike(this.#source[end], -1);
  }

  #begins({ start }: Span, changed: string): boolean {
    if (this.#document.format !== "markdown" || !BLOCK_START.test(changed.trimStart()))
      return false;
    const line = this.#source.slice(this.#source.lastIndexOf("\n", start - 1) + 1, start);
    return MARKERS.test(line);
  }
}

function leading(text: string): string {
  return text.slice(0, text.length - text.trimStart().length);
}

function trailing(text: string): string {
  return text.slice(text.trimEnd().length);
}

function classOf(char: string | undefined): string {
  if (char === undefined || /\s/.test(char)) return "space";
  return /[\p{P}\p{S}]/u.test(char) ? "mark" : "letter";
}
