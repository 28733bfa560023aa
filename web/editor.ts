import { applyEdits } from "../core/edits.js";
import type { OwnWords } from "../core/own-words.js";
import { overlapping } from "../core/protect.js";
import { contains, type Span, shift } from "../core/span.js";
import type { Checker } from "./checker.js";
import type { Decision } from "./feedback.js";
import { History, type Step } from "./history.js";
import { createOutliner, type Outline, type Sentence } from "./outline.js";
import { fingerprint, markSpans, moveSuggestions, type Suggestion } from "./suggestions.js";
import { applyChange, changeBetween, invert, type TextChange } from "./text-change.js";

/** Pause in typing, in milliseconds, after which what changed is checked. */
export const PAUSE_MS = 100;

/** A word that is just being written is left in peace this long, in milliseconds. */
const HOLD_MS = 700;

/** What the editor needs of the page and of the writer's choices. */
export interface EditorPorts {
  readonly checker: Checker;
  ownWords(): OwnWords;
  addWord(word: string): void;
  removeWord(word: string): void;
  /** Shows a text that the writer did not type, with the caret at a place. */
  write(text: string, caret: number): void;
  caret(): number;
  /** Is told what the writer decided, before the text changes. */
  decided(sentences: readonly Sentence[], decisions: readonly Decision[]): void;
  /** Is told after everything that may change what is seen. */
  draw(): void;
}

/** The text, what is suggested for it, and what the writer decided. */
export class Editor {
  readonly #ports: EditorPorts;
  readonly #outline = createOutliner();
  readonly #history = new History();
  readonly #dismissed: Set<string>;
  #text: string;
  #suggestions: readonly Suggestion[] = [];
  #marks: readonly Span[] = [];
  #accepted = 0;
  #typedMs = Number.NEGATIVE_INFINITY;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #hold: ReturnType<typeof setTimeout> | undefined;

  /** @param draft what was kept of an earlier visit. */
  constructor(
    ports: EditorPorts,
    draft: { readonly text: string; readonly dismissed: readonly string[] },
  ) {
    this.#ports = ports;
    this.#text = draft.text;
    this.#dismissed = new Set(draft.dismissed);
  }

  get text(): string {
    return this.#text;
  }

  /** Sorted and disjoint. */
  get suggestions(): readonly Suggestion[] {
    return this.#suggestions;
  }

  /** What to underline for each suggestion. */
  get marks(): readonly Span[] {
    return this.#marks;
  }

  get dismissed(): readonly string[] {
    return [...this.#dismissed];
  }

  /** Suggestions carried out in this visit. */
  get accepted(): number {
    return this.#accepted;
  }

  get history(): Pick<History, "canUndo" | "canRedo"> {
    return this.#history;
  }

  /** The writer changed the text in the page. */
  typed(text: string, atMs: number): void {
    const change = changeBetween(this.#text, text);
    if (!change) return;
    this.#history.record({ kind: "edit", change, accepted: 0, atMs });
    this.#typedMs = atMs;
    this.#change(change);
  }

  /** Replaces the whole text, as one step. */
  replaceText(text: string): void {
    this.#edit(text, 0);
  }

  /** Carries out a suggestion, or another replacement for its words. */
  accept(suggestion: Suggestion, replacement = suggestion.replacement): void {
    this.#tell([{ suggestion, replacement, accepted: true }]);
    this.#edit(applyEdits(this.#text, [{ ...suggestion, replacement }]), 1);
  }

  /** Carries out several suggestions as one step. */
  acceptAll(suggestions: readonly Suggestion[]): void {
    if (suggestions.length === 0) return;
    this.#tell(
      suggestions.map((suggestion) => {
        return { suggestion, replacement: suggestion.replacement, accepted: true };
      }),
    );
    this.#edit(applyEdits(this.#text, suggestions), suggestions.length);
  }

  /** Suggests this no more, here. */
  dismiss(suggestion: Suggestion): void {
    this.#tell([{ suggestion, replacement: suggestion.replacement, accepted: false }]);
    this.#do({ kind: "dismiss", fingerprint: fingerprint(this.#text, suggestion) });
  }

  /** Suggests nothing for these words any more, anywhere. */
  addWord(word: string): void {
    this.#do({ kind: "word", word });
  }

  /** Offers again everything that was dismissed. */
  restoreDismissed(): void {
    this.#dismissed.clear();
    this.refresh();
  }

  undo(): void {
    const step = this.#history.undo();
    if (step) this.#apply(step, true);
  }

  redo(): void {
    const step = this.#history.redo();
    if (step) this.#apply(step, false);
  }

  /** The writer has turned from typing to the suggestions: none is held back any more. */
  settle(): void {
    this.#typedMs = Number.NEGATIVE_INFINITY;
  }

  /** Takes in what the checker knows by now, and asks it for the rest. */
  refresh(): void {
    this.#refresh(true);
  }

  /** Takes in what the checker knows by now. */
  takeAnswers(): void {
    this.#refresh(false);
  }

  #tell(decisions: readonly Decision[]): void {
    const { sentences } = this.#outline(this.#text, this.#ports.ownWords());
    this.#ports.decided(sentences, decisions);
  }

  #do(step: Step): void {
    this.#history.record(step);
    this.#apply(step, false);
  }

  #edit(text: string, accepted: number): void {
    const change = changeBetween(this.#text, text);
    if (change) this.#do({ kind: "edit", change, accepted, atMs: Number.NEGATIVE_INFINITY });
  }

  #apply(step: Step, back: boolean): void {
    switch (step.kind) {
      case "edit": {
        const change = back ? invert(step.change) : step.change;
        this.#accepted += back ? -step.accepted : step.accepted;
        this.#ports.write(applyChange(this.#text, change), change.start + change.inserted.length);
        this.#change(change);
        this.refresh();
        return;
      }
      case "dismiss":
        if (back) this.#dismissed.delete(step.fingerprint);
        else this.#dismissed.add(step.fingerprint);
        break;
      case "word":
        if (back) this.#ports.removeWord(step.word);
        else this.#ports.addWord(step.word);
        break;
    }
    this.refresh();
  }

  #change(change: TextChange): void {
    this.#text = applyChange(this.#text, change);
    this.#show(moveSuggestions(this.#suggestions, change));
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.refresh(), PAUSE_MS);
  }

  #refresh(ask: boolean): void {
    // An answer that comes while the writer pauses must not cancel the question that follows.
    if (ask) clearTimeout(this.#pause);
    clearTimeout(this.#hold);
    const outline = this.#outline(this.#text, this.#ports.ownWords());
    const caret = this.#ports.caret();
    // Asks before it draws, so that the service works meanwhile.
    if (ask) this.#ask(outline, caret);
    this.#show(this.#suggestionsOf(outline, caret));
  }

  #ask({ sentences }: Outline, caret: number): void {
    const here = sentences.findIndex(({ end }) => end >= caret);
    // What the writer looks at first, then what comes after it, then the rest.
    const inOrder = [
      ...sentences.slice(Math.max(0, here)),
      ...sentences.slice(0, Math.max(0, here)),
    ];
    this.#ports.checker.want(inOrder.map(({ text }) => text));
  }

  #suggestionsOf({ sentences, covered }: Outline, caret: number): readonly Suggestion[] {
    const leftMs = this.#typedMs + HOLD_MS - performance.now();
    let held = false;
    const found = sentences.flatMap((sentence) => {
      const edits = this.#ports.checker.find(sentence.text);
      if (!edits) {
        return this.#suggestions.filter(
          (each) => contains(sentence, each) && this.#isWanted(each, covered),
        );
      }
      return edits.flatMap((edit) => {
        const suggestion = { ...edit, ...shift(edit, sentence.start) };
        if (!this.#isWanted(suggestion, covered)) return [];
        const isBeingWritten = suggestion.start <= caret && caret <= suggestion.end;
        held ||= isBeingWritten && leftMs > 0;
        return isBeingWritten && leftMs > 0 ? [] : [suggestion];
      });
    });
    if (held) this.#hold = setTimeout(() => this.takeAnswers(), leftMs);
    return found;
  }

  #isWanted(suggestion: Suggestion, covered: readonly Span[]): boolean {
    return (
      overlapping(covered, suggestion).length === 0 &&
      !this.#dismissed.has(fingerprint(this.#text, suggestion))
    );
  }

  #show(suggestions: readonly Suggestion[]): void {
    this.#suggestions = suggestions;
    this.#marks = markSpans(this.#text, suggestions);
    this.#ports.draw();
  }
}
