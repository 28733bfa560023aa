import type { Span } from "../core/span.js";
import { counted, element, make, makeButton, shown } from "./dom.js";
import { GROUP_NAMES, GROUPS, type Group, groupOf } from "./kinds.js";
import type { Suggestion } from "./suggestions.js";

export interface PanelActions {
  open(suggestion: Suggestion): void;
  acceptGroup(group: Group): void;
}

interface Row {
  readonly item: HTMLLIElement;
  readonly button: HTMLButtonElement;
  suggestion: Suggestion | undefined;
  /** What is drawn. */
  key: string;
}

/** The list beside the text: all suggestions in order, and how many of each group. */
export class Panel {
  readonly #actions: PanelActions;
  readonly #list = element("list", HTMLOListElement);
  readonly #count = element("count", HTMLHeadingElement);
  readonly #acceptAll = element("accept-all", HTMLButtonElement);
  readonly #groups: ReadonlyMap<Group, { item: HTMLElement; count: HTMLElement }>;
  readonly #rows: Row[] = [];
  #shown = 0;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.#groups = new Map(GROUPS.map((group) => [group, this.#addGroup(group)]));
  }

  /** @param marks the words shown with each suggestion; an insertion has none of its own. */
  show(text: string, suggestions: readonly Suggestion[], marks: readonly Span[]): void {
    const { length } = suggestions;
    this.#count.textContent = length === 0 ? "No suggestions" : counted(length, "suggestion");
    this.#acceptAll.disabled = length === 0;
    const groups = suggestions.map(({ type }) => groupOf(type));
    for (const [group, { item, count }] of this.#groups) {
      const found = groups.filter((each) => each === group).length;
      item.hidden = found === 0;
      count.textContent = String(found);
    }
    // Rows are kept and filled anew only where they differ: long texts have hundreds.
    for (const [i, suggestion] of suggestions.entries()) {
      const row = this.#rows[i] ?? this.#addRow();
      const mark = marks[i] ?? suggestion;
      const before = text.slice(mark.start, mark.end);
      const lead = text.slice(mark.start, suggestion.start);
      const after = lead + suggestion.replacement + text.slice(suggestion.end, mark.end);
      const key = JSON.stringify([before, after, suggestion.type]);
      if (row.key !== key) fill(row.button, before, after, suggestion.type);
      row.key = key;
      row.suggestion = suggestion;
      if (i >= this.#shown) this.#list.append(row.item);
    }
    for (let i = length; i < this.#shown; i++) this.#rows[i]?.item.remove();
    this.#shown = length;
  }

  #addRow(): Row {
    const item = make("li");
    const button = makeButton("", "row", () => {
      if (row.suggestion) this.#actions.open(row.suggestion);
    });
    const row: Row = { item, button, suggestion: undefined, key: "" };
    item.append(button);
    this.#rows.push(row);
    return row;
  }

  #addGroup(group: Group): { item: HTMLElement; count: HTMLElement } {
    const item = make("li");
    item.hidden = true;
    const count = make("b");
    const accept = makeButton("Accept all", "quiet", () => this.#actions.acceptGroup(group));
    accept.setAttribute("aria-label", `Accept all: ${GROUP_NAMES[group]}`);
    item.append(make("span", `dot ${group}`), make("span", "", GROUP_NAMES[group]), count, accept);
    element("groups", HTMLUListElement).append(item);
    return { item, count };
  }
}

function fill(button: HTMLElement, before: string, after: string, type: string): void {
  const change = make("span", "change");
  change.append(make("del", "", shown(before)), " → ");
  change.append(make("ins", "", shown(after) || "(remove)"));
  button.replaceChildren(make("span", `dot ${groupOf(type)}`), change);
}
