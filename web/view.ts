import type { Span } from "../core/span.js";
import { Card, ownWord } from "./card.js";
import { drawComparison } from "./compare.js";
import { counted, element } from "./dom.js";
import type { Editor } from "./editor.js";
import { groupOf } from "./kinds.js";
import { Mirror } from "./mirror.js";
import { Panel } from "./panel.js";
import { countWords } from "./status.js";
import { saveDraft } from "./store.js";
import { type Suggestion, suggestionAt } from "./suggestions.js";

/** Pause in milliseconds after which words are counted and the text is kept. */
const KEEP_MS = 300;

/** Units of the window that a suggestion gone to must be away from its edges. */
const MARGIN_PX = 120;

/** Draws the editor's state, and turns what is done in the page into the editor's actions. */
export class View {
  readonly #editor: Editor;
  readonly #area: HTMLTextAreaElement;
  readonly #mirror = new Mirror(element("marks", HTMLElement));
  readonly #card: Card;
  readonly #panel: Panel;
  readonly #sheet = element("sheet", HTMLElement);
  readonly #compare = element("compare", HTMLElement);
  readonly #compareToggle = element("compare-toggle", HTMLButtonElement);
  readonly #copy = element("copy", HTMLButtonElement);
  readonly #undo = element("undo", HTMLButtonElement);
  readonly #redo = element("redo", HTMLButtonElement);
  readonly #sample = element("sample", HTMLButtonElement);
  readonly #counts = element("counts", HTMLElement);
  /** The suggestion whose card is open. */
  #chosen: Suggestion | undefined;
  #keep: number | undefined;

  constructor(editor: Editor, area: HTMLTextAreaElement) {
    this.#editor = editor;
    this.#area = area;
    const act = (viaKeyboard: boolean, work: () => void) => {
      const at = this.#index();
      work();
      if (viaKeyboard) this.#goOn(at);
      else this.close();
      if (!viaKeyboard && !isTouch()) area.focus({ preventScroll: true });
    };
    this.#card = new Card(element("card", HTMLElement), {
      accept: (each, replacement, via) => act(via, () => editor.accept(each, replacement)),
      dismiss: (each, via) => act(via, () => editor.dismiss(each)),
      addWord: (each, via) => act(via, () => editor.addWord(ownWord(each) ?? each.original)),
      acceptKind: (each, via) => act(via, () => editor.acceptAll(this.#alike(each))),
      close: () => {
        this.close();
        area.focus({ preventScroll: true });
      },
    });
    this.#panel = new Panel({
      open: (suggestion) => this.#open(suggestion),
      acceptGroup: (group) =>
        this.acceptAll(editor.suggestions.filter(({ type }) => groupOf(type) === group)),
    });
    area.addEventListener("click", () => {
      const { marks, suggestions } = editor;
      this.#choose(suggestionAt(marks, suggestions, area.selectionStart));
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (target instanceof Element && !target.closest("#card, #text, .row")) this.close();
    });
    this.#compareToggle.addEventListener("click", () => this.#toggleComparison());
    this.#copy.addEventListener("click", () => void this.#copyText());
    window.addEventListener("resize", () => this.draw());
  }

  /** Brings the page up to date; what has not changed is left alone. */
  draw(): void {
    const { text, suggestions, marks, history } = this.#editor;
    this.#mirror.setText(text);
    const at = this.#index();
    this.#chosen = suggestions[at];
    this.#mirror.setMarks(
      suggestions.map(({ type }, i) => ({
        ...(marks[i] as Span),
        group: groupOf(type),
        active: i === at,
      })),
    );
    this.#panel.show(text, suggestions, marks);
    const rect = this.#chosen && this.#mirror.rectOf(marks[at] as Span);
    if (this.#chosen && rect) this.#card.show(this.#chosen, this.#alike(this.#chosen).length, rect);
    else this.#card.hide();
    this.#undo.disabled = !history.canUndo;
    this.#redo.disabled = !history.canRedo;
    this.#sample.hidden = text !== "";
    if (!this.#compare.hidden) drawComparison(this.#compare, text, suggestions);
    window.clearTimeout(this.#keep);
    this.#keep = window.setTimeout(() => this.keep(), KEEP_MS);
  }

  /** Closes the card. */
  close(): void {
    if (this.#chosen) this.#choose(undefined);
  }

  /** Goes to the next suggestion, or with -1 to the one before, and gives its card the keyboard. */
  step(by: 1 | -1): void {
    const { suggestions } = this.#editor;
    const at = this.#index();
    const caret = this.#area.selectionStart;
    const after = suggestions.findIndex(({ start }) => start >= caret);
    const here = after < 0 ? suggestions.length : after;
    this.#goTo(at >= 0 ? at + by : by > 0 ? here : here - 1);
  }

  /** Accepts the suggestion whose card is open, or that the caret is at. */
  acceptHere(): void {
    const { marks, suggestions } = this.#editor;
    const here = this.#chosen ?? suggestionAt(marks, suggestions, this.#area.selectionStart);
    if (here) this.keepingFocus(() => this.#editor.accept(here));
  }

  /** Accepts several suggestions as one step, after which the text has the keyboard. */
  acceptAll(suggestions: readonly Suggestion[]): void {
    this.close();
    this.#editor.acceptAll(suggestions);
    if (!isTouch()) this.#area.focus({ preventScroll: true });
  }

  /** Does something after which the text has the keyboard, if a card had it that is gone. */
  keepingFocus(work: () => void): void {
    const had = this.#card.hasFocus;
    this.close();
    work();
    if (had) this.#area.focus({ preventScroll: true });
  }

  /** Counts, and keeps the text in this browser. */
  keep(): void {
    const { text, dismissed, suggestions, accepted } = this.#editor;
    const isKept = saveDraft({ text, dismissed });
    this.#counts.textContent = [
      counted(countWords(text), "word"),
      counted(suggestions.length, "suggestion"),
      `${accepted} accepted`,
      ...(isKept ? [] : ["this browser keeps no text"]),
    ].join(" · ");
  }

  /** Place of the open card's suggestion among all of them, -1 where none is open. */
  #index(): number {
    const chosen = this.#chosen;
    if (!chosen) return -1;
    return this.#editor.suggestions.findIndex(
      ({ start, end, replacement }) =>
        start === chosen.start && end === chosen.end && replacement === chosen.replacement,
    );
  }

  #alike({ type }: Suggestion): readonly Suggestion[] {
    return this.#editor.suggestions.filter((other) => other.type === type);
  }

  #choose(suggestion: Suggestion | undefined): void {
    this.#chosen = suggestion;
    this.draw();
  }

  /** Opens the card of the suggestion that took the place of the one just dealt with. */
  #goOn(at: number): void {
    if (this.#editor.suggestions.length > 0) {
      this.#goTo(at);
    } else {
      this.close();
      this.#area.focus({ preventScroll: true });
    }
  }

  #goTo(at: number): void {
    const { suggestions } = this.#editor;
    const found = suggestions[(at + suggestions.length) % suggestions.length];
    if (found) this.#open(found);
  }

  #open(suggestion: Suggestion): void {
    if (!this.#compare.hidden) this.#toggleComparison();
    const { marks, suggestions } = this.#editor;
    const mark = marks[suggestions.indexOf(suggestion)];
    if (!mark) return;
    this.#editor.settle();
    this.#area.setSelectionRange(mark.start, mark.start);
    const rect = this.#mirror.rectOf(mark);
    if (rect && (rect.top < MARGIN_PX || rect.bottom > innerHeight - MARGIN_PX)) {
      window.scrollBy({ top: rect.top - innerHeight / 3, behavior: "instant" });
    }
    this.#choose(suggestion);
    this.#card.focus();
  }

  #toggleComparison(): void {
    const opens = this.#compare.hidden;
    this.close();
    this.#compare.hidden = !opens;
    this.#sheet.hidden = opens;
    this.#compareToggle.setAttribute("aria-pressed", String(opens));
    this.draw();
  }

  async #copyText(): Promise<void> {
    await navigator.clipboard.writeText(this.#editor.text);
    this.#copy.textContent = "Copied";
    window.setTimeout(() => {
      this.#copy.textContent = "Copy";
    }, 1500);
  }
}

function isTouch(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}
