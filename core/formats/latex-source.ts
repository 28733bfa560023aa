import { VERBATIM_ENVIRONMENTS } from "./latex-names.js";

const VERB = /\\(?:verb\*?|lstinline(?:\[[^\]\r\n]{0,200}\])?)([^A-Za-z\s*])/y;
const BEGIN = /\\begin[ \t]*\{([A-Za-z]{1,40}\*?)\}/y;

/** An optional argument longer than this (UTF-16 units) is taken for a bracket of the text. */
const MAX_OPTION_UNITS = 500;

/** A stretch of source that TeX takes as it is. */
export interface Verbatim {
  readonly end: number;
  /** What is printed; of a whole environment, nothing that belongs to a sentence. */
  readonly content: string;
  readonly isEnvironment: boolean;
}

/**
 * TeX source with its pairs found. All look-ups together take time linear in the source, however
 * broken it is.
 */
export class LatexSource {
  readonly text: string;
  readonly #closers = new Map<number, number>();
  readonly #found = new Map<string, number>();

  constructor(text: string) {
    this.text = text;
    this.#pairBraces();
  }

  /** Where the brace opened at `open` is closed; undefined where it never is. */
  closeOf(open: number): number | undefined {
    return this.#closers.get(open);
  }

  /** First place of `what` at or after `from`, for places asked in rising order; -1 where there is none. */
  find(what: string, from: number): number {
    const known = this.#found.get(what);
    if (known !== undefined && (known < 0 || known >= from)) return known;
    const place = this.text.indexOf(what, from);
    this.#found.set(what, place);
    return place;
  }

  /** What `pattern`, which is sticky, matches at `at`. */
  match(pattern: RegExp, at: number): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(this.text);
  }

  /** Name of the environment that begins at `at`, and where its begin ends. */
  environmentAt(at: number): { readonly name: string; readonly end: number } | undefined {
    const begin = this.match(BEGIN, at);
    return begin ? { name: begin[1] as string, end: at + begin[0].length } : undefined;
  }

  /** The verbatim stretch that begins at `at`; one that is never closed goes on to its line's or the text's end. */
  verbatimAt(at: number): Verbatim | undefined {
    const verb = this.match(VERB, at);
    if (verb) {
      const start = at + verb[0].length;
      const line = this.#lineEnd(start);
      const close = this.text
        .slice(start, line)
        .indexOf(verb[1] === "{" ? "}" : (verb[1] as string));
      const end = close < 0 ? line : start + close;
      return {
        end: Math.min(end + 1, this.text.length),
        content: this.text.slice(start, end),
        isEnvironment: false,
      };
    }
    const begin = this.environmentAt(at);
    if (!begin || !VERBATIM_ENVIRONMENTS.has(begin.name)) return undefined;
    return { end: this.environmentEnd(begin.name, begin.end), content: "", isEnvironment: true };
  }

  /** Where the environment ends whose begin ended at `from`; the text's end where it is never closed. */
  environmentEnd(name: string, from: number): number {
    const mark = `\\end{${name}}`;
    const place = this.find(mark, from);
    return place < 0 ? this.text.length : place + mark.length;
  }

  /** Where the arguments, in brackets and braces, end that begin at `at`; at most `braces` of them in braces. */
  argumentsEnd(at: number, braces = Number.POSITIVE_INFINITY): number {
    let end = at;
    let taken = 0;
    while (true) {
      const char = this.text[end];
      const close =
        char === "["
          ? this.#optionEnd(end)
          : char === "{" && taken < braces
            ? this.closeOf(end)
            : undefined;
      if (close === undefined) return end;
      if (char === "{") taken++;
      end = close + 1;
    }
  }

  #optionEnd(open: number): number | undefined {
    const close = this.find("]", open);
    return close < 0 || close - open > MAX_OPTION_UNITS ? undefined : close;
  }

  #lineEnd(from: number): number {
    const end = this.find("\n", from);
    return end < 0 ? this.text.length : end;
  }

  #pairBraces(): void {
    const open: number[] = [];
    let at = 0;
    while (at < this.text.length) {
      const char = this.text[at];
      if (char === "\\") {
        at = this.verbatimAt(at)?.end ?? at + 2;
        continue;
      }
      if (char === "%") {
        at = this.#lineEnd(at);
        continue;
      }
      if (char === "{") open.push(at);
      else if (char === "}" && open.length > 0) this.#closers.set(open.pop() as number, at);
      at++;
    }
    this.#found.clear();
  }
}
