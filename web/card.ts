import { make, makeButton, shown } from "./dom.js";
import { groupOf, kindName } from "./kinds.js";
import type { Suggestion } from "./suggestions.js";

/** What the writer may do with a suggestion. `viaKeyboard` asks to go on to the next one. */
export interface CardActions {
  accept(suggestion: Suggestion, replacement: string, viaKeyboard: boolean): void;
  dismiss(suggestion: Suggestion, viaKeyboard: boolean): void;
  addWord(suggestion: Suggestion, viaKeyboard: boolean): void;
  acceptKind(suggestion: Suggestion, viaKeyboard: boolean): void;
  close(): void;
}

/** Keys of a card, by the attribute of the button they stand for. */
const KEYS: Readonly<Record<string, string>> = { d: "dismiss", w: "word", k: "kind" };

/** The card of one suggestion: what is wrong, how sure the model is, and what can be done. */
export class Card {
  readonly #root: HTMLElement;
  readonly #actions: CardActions;
  #shown: string | undefined;
  #viaKeyboard = false;

  constructor(root: HTMLElement, actions: CardActions) {
    this.#root = root;
    this.#actions = actions;
    root.addEventListener("keydown", (event) => this.#press(event));
  }

  get hasFocus(): boolean {
    return this.#root.contains(document.activeElement);
  }

  /**
   * Shows a suggestion at a place of the sheet.
   * @param alike how many suggestions are of its kind.
   */
  show(suggestion: Suggestion, alike: number, rect: DOMRect): void {
    const key = JSON.stringify([suggestion, alike]);
    if (key !== this.#shown) {
      this.#shown = key;
      this.#fill(suggestion, alike);
    }
    this.#root.hidden = false;
    this.#place(rect);
  }

  hide(): void {
    this.#root.hidden = true;
    this.#shown = undefined;
  }

  /** Gives its first replacement the keyboard. */
  focus(): void {
    this.#root.querySelector("button")?.focus({ preventScroll: true });
  }

  #fill(suggestion: Suggestion, alike: number): void {
    const { type, message, confidence, original } = suggestion;
    const head = make("p", "kind");
    head.append(
      make("span", `dot ${groupOf(type)}`),
      kindName(type),
      // No model is wholly sure.
      make("span", "sure", `${Math.min(99, Math.round(confidence * 100))} % sure`),
    );
    const replacements = make("div", "replacements");
    const choices = [suggestion.replacement, ...suggestion.alternatives];
    for (const [i, replacement] of [...new Set(choices)].entries()) {
      const label = shown(replacement) || "Remove";
      const button = makeButton(label, i === 0 ? "primary" : "", () => {
        this.#actions.accept(suggestion, replacement, this.#viaKeyboard);
      });
      button.setAttribute("aria-label", describe(original, replacement));
      replacements.append(button);
    }
    const more = make("div", "more");
    const add = (name: string, label: string, act: () => void) => {
      const button = makeButton(label, "quiet", act);
      button.dataset.act = name;
      more.append(button);
    };
    add("dismiss", "Dismiss", () => this.#actions.dismiss(suggestion, this.#viaKeyboard));
    if (ownWord(suggestion)) {
      add("word", "Add word", () => this.#actions.addWord(suggestion, this.#viaKeyboard));
    }
    if (alike > 1) {
      const act = () => this.#actions.acceptKind(suggestion, this.#viaKeyboard);
      add("kind", `Accept all ${alike} of this kind`, act);
    }
    this.#root.setAttribute("aria-label", message);
    this.#root.replaceChildren(head, make("p", "message", message), replacements, more);
  }

  /** Below the words, or above them where there is no room; never out of the sheet. */
  #place(rect: DOMRect): void {
    const sheet = (this.#root.offsetParent ?? document.body).getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.#root;
    const left = Math.min(rect.left - sheet.left, sheet.width - offsetWidth - 8);
    const isBelow = rect.bottom + offsetHeight + 12 < innerHeight || rect.top < offsetHeight + 80;
    const top = isBelow ? rect.bottom - sheet.top + 6 : rect.top - sheet.top - offsetHeight - 6;
    this.#root.style.left = `${Math.max(8, left)}px`;
    this.#root.style.top = `${top}px`;
  }

  #press(event: KeyboardEvent): void {
    const buttons = [...this.#root.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const go = (by: number) => buttons[(at + by + buttons.length) % buttons.length]?.focus();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    switch (event.key) {
      case "Escape":
        this.#actions.close();
        break;
      case "ArrowRight":
      case "ArrowDown":
        go(1);
        break;
      case "ArrowLeft":
      case "ArrowUp":
        go(-1);
        break;
      case "Enter":
        this.#click(buttons[at]);
        break;
      default: {
        const name = KEYS[event.key.toLowerCase()];
        const button = buttons.find((each) => name && each.dataset.act === name);
        if (!button) return;
        this.#click(button);
      }
    }
    event.preventDefault();
  }

  #click(button: HTMLButtonElement | undefined): void {
    this.#viaKeyboard = true;
    button?.click();
    this.#viaKeyboard = false;
  }
}

/** The word that a suggestion calls misspelt; undefined for suggestions of other kinds. */
export function ownWord({ original, type }: Suggestion): string | undefined {
  if (groupOf(type) !== "spelling") return undefined;
  const word = original.trim();
  return /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'\u2019.-]*$/u.test(word) ? word : undefined;
}

function describe(original: string, replacement: string): string {
  const [from, to] = [original.trim(), replacement.trim()];
  if (from === to) return "Correct the spaces";
  if (to === "") return `Remove \u201c${from}\u201d`;
  return from === "" ? `Add \u201c${to}\u201d` : `Replace \u201c${from}\u201d by \u201c${to}\u201d`;
}
