import type { Span } from "../core/span.js";
import { GROUPS, type Group } from "./kinds.js";

/** A stretch of the text to underline. */
export interface Mark extends Span {
  readonly group: Group;
  readonly active: boolean;
}

interface Line {
  readonly element: HTMLElement;
  readonly node: Text;
  /** The marks drawn, in units of the line; what is drawn already is left alone. */
  key: string;
  ranges: readonly { readonly name: string; readonly range: Range }[];
}

const ACTIVE = "active";

/**
 * The text once more, invisible under the text area, an element a line. Marks are drawn on it with
 * the CSS Custom Highlight API, so that they change no element; only lines that changed are touched.
 */
export class Mirror {
  readonly #root: HTMLElement;
  readonly #highlights = new Map<string, Highlight>();
  #lines: Line[] = [];
  #texts: readonly string[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
    // Older browsers show suggestions beside the text only.
    if (!("highlights" in CSS)) return;
    for (const [priority, name] of [...GROUPS, ACTIVE].entries()) {
      const highlight = new Highlight();
      highlight.priority = priority;
      CSS.highlights.set(name, highlight);
      this.#highlights.set(name, highlight);
    }
  }

  /** Shows a text; lines before and after what changed stay as they are. */
  setText(text: string): void {
    const before = this.#texts;
    const after = text.split("\n");
    const shortest = Math.min(before.length, after.length);
    let head = 0;
    while (head < shortest && before[head] === after[head]) head++;
    let tail = 0;
    while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;

    const old = this.#lines.slice(head, before.length - tail);
    const next = after.slice(head, after.length - tail);
    const lines = next.map((line, i) => this.#rewrite(old[i], line));
    for (const line of old.slice(next.length)) this.#remove(line);
    const following = this.#lines[before.length - tail]?.element ?? null;
    const added = lines.slice(old.length).map((line) => line.element);
    const fragment = document.createDocumentFragment();
    fragment.append(...added);
    this.#root.insertBefore(fragment, following);
    this.#lines.splice(head, old.length, ...lines);
    this.#texts = after;
  }

  /** Draws marks, which are sorted, and no others. */
  setMarks(marks: readonly Mark[]): void {
    let start = 0;
    let first = 0;
    for (const [i, line] of this.#lines.entries()) {
      const end = start + (this.#texts[i] as string).length;
      while ((marks[first]?.end ?? Number.POSITIVE_INFINITY) <= start) first++;
      const inside: Mark[] = [];
      for (let n = first; n < marks.length && (marks[n] as Mark).start < end; n++) {
        const mark = marks[n] as Mark;
        const from = Math.max(mark.start, start) - start;
        inside.push({ ...mark, start: from, end: Math.min(mark.end, end) - start });
      }
      this.#draw(line, inside);
      start = end + 1;
    }
  }

  /** Where a span stands on the screen; undefined where it is not shown. */
  rectOf(span: Span): DOMRect | undefined {
    let start = 0;
    for (const [i, { node }] of this.#lines.entries()) {
      const length = (this.#texts[i] as string).length;
      if (span.start <= start + length) {
        const range = new Range();
        range.setStart(node, span.start - start);
        range.setEnd(node, Math.min(Math.max(span.end - start, 0), length));
        const rects = range.getClientRects();
        return rects[rects.length - 1] ?? range.getBoundingClientRect();
      }
      start += length + 1;
    }
    return undefined;
  }

  #rewrite(line: Line | undefined, text: string): Line {
    // The line break gives an empty line its height.
    if (!line) {
      const node = document.createTextNode(`${text}\n`);
      const element = document.createElement("div");
      element.append(node);
      return { element, node, key: "", ranges: [] };
    }
    this.#draw(line, []);
    line.node.data = `${text}\n`;
    return line;
  }

  #remove(line: Line): void {
    this.#draw(line, []);
    line.element.remove();
  }

  #draw(line: Line, marks: readonly Mark[]): void {
    const key = marks.map(({ start, end, group, active }) => [start, end, group, active]).join();
    if (key === line.key) return;
    for (const { name, range } of line.ranges) this.#highlights.get(name)?.delete(range);
    line.key = key;
    line.ranges = marks.map(({ start, end, group, active }) => {
      const range = new Range();
      range.setStart(line.node, start);
      range.setEnd(line.node, end);
      const name = active ? ACTIVE : group;
      this.#highlights.get(name)?.add(range);
      return { name, range };
    });
  }
}
