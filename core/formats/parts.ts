import type { AnnotationPart } from "../languagetool/annotated.js";

/** What a break between paragraphs reads as: no sentence goes on across it. */
export const BREAK = "\n\n";

/**
 * Cuts a source from left to right into prose and mark-up, each with what a reader sees of it.
 * What is not named is mark-up that reads as nothing.
 */
export class PartsBuilder {
  readonly #source: string;
  readonly #parts: AnnotationPart[] = [];
  #at = 0;
  /** Nothing was read since the last break, so that a further one would be empty. */
  #isFresh = true;

  constructor(source: string) {
    this.#source = source;
  }

  /** UTF-16 units of the source that are cut already. */
  get at(): number {
    return this.#at;
  }

  /** Prose from `start` to `end`; what lies before it and after the last part is mark-up. */
  text(start: number, end: number): void {
    this.markup(start);
    if (end <= this.#at) return;
    this.#parts.push({ text: this.#source.slice(this.#at, end) });
    this.#at = end;
    this.#isFresh = false;
  }

  /** Mark-up up to `end`, and what it reads as. */
  markup(end: number, reads = ""): void {
    if (end <= this.#at) return;
    const markup = this.#source.slice(this.#at, end);
    this.#parts.push(reads === "" ? { markup } : { markup, interpretAs: reads });
    this.#at = end;
    if (reads.trim() !== "") this.#isFresh = false;
  }

  /** Mark-up up to `end` that separates paragraphs. */
  break(end: number): void {
    const reads = this.#isFresh ? "" : BREAK;
    this.#isFresh = true;
    if (end > this.#at) this.markup(end, reads);
    else if (reads !== "") this.#parts.push({ markup: "", interpretAs: reads });
  }

  /** The whole source in parts. */
  finish(): readonly AnnotationPart[] {
    this.markup(this.#source.length);
    return this.#parts;
  }
}

/** What a reader is shown of something that is not to be changed: itself where short, else its first words. */
export function reading(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= MAX_READING_UNITS ? line : line.slice(0, MAX_READING_UNITS).trimEnd();
}

const MAX_READING_UNITS = 60;
