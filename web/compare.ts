import { make } from "./dom.js";
import type { Suggestion } from "./suggestions.js";

/** A line of the text and of its correction, cut where they differ. */
export interface ComparedLine {
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
}

export interface Piece {
  readonly text: string;
  readonly changed: boolean;
}

/**
 * The lines of a text beside those of its correction.
 * @param suggestions sorted and disjoint; none crosses a line break.
 */
export function compareLines(
  text: string,
  suggestions: readonly Suggestion[],
): readonly ComparedLine[] {
  let start = 0;
  let next = 0;
  return text.split("\n").map((line) => {
    const end = start + line.length;
    const before: Piece[] = [];
    const after: Piece[] = [];
    let at = start;
    const same = (to: number) => {
      if (to <= at) return;
      const piece = { text: text.slice(at, to), changed: false };
      before.push(piece);
      after.push(piece);
    };
    for (; next < suggestions.length; next++) {
      const suggestion = suggestions[next] as Suggestion;
      if (suggestion.start > end) break;
      same(suggestion.start);
      const { original, replacement } = suggestion;
      if (original !== "") before.push({ text: original, changed: true });
      if (replacement !== "") after.push({ text: replacement, changed: true });
      at = suggestion.end;
    }
    same(end);
    start = end + 1;
    return { before, after };
  });
}

/** Draws a text beside its correction, line beside line. */
export function drawComparison(
  root: HTMLElement,
  text: string,
  suggestions: readonly Suggestion[],
): void {
  const rows = compareLines(text, suggestions).flatMap(({ before, after }) => [
    column(before, "del"),
    column(after, "ins"),
  ]);
  root.replaceChildren(make("h3", "", "Your text"), make("h3", "", "Corrected"), ...rows);
}

function column(pieces: readonly Piece[], tag: "del" | "ins"): HTMLElement {
  const cell = make("p");
  cell.append(...pieces.map(({ text, changed }) => (changed ? make(tag, "", text) : text)));
  return cell;
}
