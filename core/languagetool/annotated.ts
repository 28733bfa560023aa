import type { Span } from "../span.js";

/** One part of an annotated text, as LanguageTool's `data.annotation` has them: `text` or `markup`. */
export interface AnnotationPart {
  readonly text?: string | undefined;
  readonly markup?: string | undefined;
  /** What the mark-up reads as, e.g. a line break for `<br>`; default nothing. */
  readonly interpretAs?: string | undefined;
}

/** A text with mark-up, and the prose that a reader sees of it. */
export interface AnnotatedText {
  /** Text and mark-up together: what the caller's offsets count. */
  readonly original: string;
  /** Text, with mark-up replaced by what it reads as: what is checked. */
  readonly plain: string;
  /** Spans of `plain` that stand for mark-up; no edit may touch them. */
  readonly interpreted: readonly Span[];
  /** Where a span of `plain` stands in `original`; undefined where mark-up lies within it. */
  toOriginal(span: Span): Span | undefined;
  /** The part of `original` that a span of `plain` was read from, mark-up included. */
  cover(span: Span): Span;
}

/** A stretch of `plain` that is not empty, and where it comes from. */
interface Piece {
  readonly isText: boolean;
  readonly plain: Span;
  readonly original: Span;
}

/** Puts the parts of a text together. */
export function annotatedText(parts: readonly AnnotationPart[]): AnnotatedText {
  const pieces: Piece[] = [];
  let original = "";
  let plain = "";
  for (const part of parts) {
    const isText = part.text !== undefined;
    const written = part.text ?? part.markup ?? "";
    const read = part.text ?? part.interpretAs ?? "";
    if (read !== "") {
      append(pieces, {
        isText,
        plain: { start: plain.length, end: plain.length + read.length },
        original: { start: original.length, end: original.length + written.length },
      });
    }
    original += written;
    plain += read;
  }
  return {
    original,
    plain,
    interpreted: pieces.filter(({ isText }) => !isText).map((piece) => piece.plain),
    toOriginal: (span) => toOriginal(pieces, span),
    cover: (span) => ({
      start: edge(pieces, span.start, "start"),
      end:
        span.end > span.start ? edge(pieces, span.end - 1, "end") : edge(pieces, span.end, "start"),
    }),
  };
}

/** Text that goes on where text ended is one piece. */
function append(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if (last?.isText && piece.isText && last.original.end === piece.original.start) {
    pieces[pieces.length - 1] = {
      isText: true,
      plain: { start: last.plain.start, end: piece.plain.end },
      original: { start: last.original.start, end: piece.original.end },
    };
  } else {
    pieces.push(piece);
  }
}

function toOriginal(pieces: readonly Piece[], { start, end }: Span): Span | undefined {
  // An insertion belongs to the text before it, else to the text after it.
  const around = start < end ? [start] : [start - 1, start];
  const piece = around.map((at) => pieceAt(pieces, at)).find((found) => found?.isText);
  if (!piece || end > piece.plain.end) return undefined;
  const by = piece.original.start - piece.plain.start;
  return { start: start + by, end: end + by };
}

/** Where the character of `plain` at `at` begins or ends in the original. */
function edge(pieces: readonly Piece[], at: number, side: "start" | "end"): number {
  const piece = pieceAt(pieces, at);
  if (!piece) return pieces.at(-1)?.original.end ?? 0;
  if (!piece.isText) return piece.original[side];
  return piece.original.start + at - piece.plain.start + (side === "end" ? 1 : 0);
}

function pieceAt(pieces: readonly Piece[], at: number): Piece | undefined {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle] as Piece).plain.end <= at) low = middle + 1;
    else high = middle;
  }
  const found = pieces[low];
  return found && found.plain.start <= at ? found : undefined;
}
