import { applyEdits } from "../core/edits.js";
import { createClient, ServiceError } from "./client.js";
import { accept, fingerprint, rebase, type Suggestion, toSegments } from "./highlight.js";

/** Pause in typing after which the text is sent. */
const PAUSE_MS = 350;

const correct = createClient("");
const textArea = element("text", HTMLTextAreaElement);
const marks = element("marks", HTMLElement);
const list = element("list", HTMLElement);
const count = element("count", HTMLElement);
const status = element("status", HTMLElement);
const acceptAll = element("accept-all", HTMLButtonElement);

let text = textArea.value;
let suggestions: readonly Suggestion[] = [];
const dismissed = new Set<string>();
let pause: number | undefined;
let underWay: AbortController | undefined;

textArea.addEventListener("input", () => {
  setText(textArea.value, rebase(text, textArea.value, suggestions));
  scheduleCheck();
});
acceptAll.addEventListener("click", () => {
  replaceText(applyEdits(text, suggestions), []);
});

if (text !== "") scheduleCheck();
draw();

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`Expected #${id} in the page`);
  return found;
}

function setText(value: string, kept: readonly Suggestion[]): void {
  text = value;
  suggestions = kept;
  draw();
}

/** For changes the writer did not type: the new text is checked again. */
function replaceText(value: string, kept: readonly Suggestion[]): void {
  textArea.value = value;
  setText(value, kept);
  scheduleCheck();
  textArea.focus();
}

function scheduleCheck(): void {
  window.clearTimeout(pause);
  underWay?.abort();
  pause = window.setTimeout(check, PAUSE_MS);
}

async function check(): Promise<void> {
  const sent = text;
  if (sent.trim() === "") {
    say("");
    return;
  }
  const controller = new AbortController();
  underWay = controller;
  say("Checking…");
  try {
    const startedMs = performance.now();
    const { edits } = await correct(sent, controller.signal);
    if (controller.signal.aborted) return;
    suggestions = edits.filter((edit) => !dismissed.has(fingerprint(sent, edit)));
    say(`Checked in ${Math.round(performance.now() - startedMs)} ms`);
    draw();
  } catch (error) {
    if (controller.signal.aborted) return;
    if (!(error instanceof ServiceError)) throw error;
    say(`${error.message} Your text is kept; type to try again.`, true);
  }
}

function say(message: string, failed = false): void {
  status.textContent = message;
  status.classList.toggle("failed", failed);
}

function draw(): void {
  const drawn = new Map<Suggestion, HTMLElement>();
  marks.replaceChildren(
    ...toSegments(text, suggestions).map((segment) => {
      if (!segment.suggestion) return document.createTextNode(segment.text);
      const mark = document.createElement("mark");
      mark.textContent = segment.text;
      mark.classList.toggle("insertion", segment.text === "");
      drawn.set(segment.suggestion, mark);
      return mark;
    }),
    // A last empty line has no height without a character on it.
    document.createTextNode("\u200b"),
  );
  fitHeight();
  list.replaceChildren(...suggestions.map((each) => card(each, drawn.get(each))));
  count.textContent =
    suggestions.length === 0
      ? "No suggestions"
      : `${suggestions.length} suggestion${suggestions.length === 1 ? "" : "s"}`;
  acceptAll.disabled = suggestions.length === 0;
}

function fitHeight(): void {
  textArea.style.height = "auto";
  textArea.style.height = `${Math.max(textArea.scrollHeight, marks.scrollHeight)}px`;
}

function card(suggestion: Suggestion, mark: HTMLElement | undefined): HTMLElement {
  const change = make("p", "change");
  if (suggestion.original !== "") {
    change.append(make("del", "", visible(suggestion.original)), " → ");
  }
  change.append(make("ins", "", visible(suggestion.replacement) || "(remove)"));
  const actions = make("div", "actions");
  actions.append(
    button("Accept", "primary", () => {
      const after = accept(text, suggestions, suggestion);
      replaceText(after.text, after.suggestions);
    }),
    button("Dismiss", "", () => {
      dismissed.add(fingerprint(text, suggestion));
      setText(
        text,
        suggestions.filter((other) => other !== suggestion),
      );
    }),
  );
  const item = make("li", "");
  item.append(change, make("p", "message", suggestion.message), actions);
  const highlight = (on: boolean) => () => mark?.classList.toggle("active", on);
  item.addEventListener("pointerenter", highlight(true));
  item.addEventListener("pointerleave", highlight(false));
  item.addEventListener("focusin", highlight(true));
  item.addEventListener("focusout", highlight(false));
  return item;
}

/** Spaces and line ends that are the whole point of a change, made visible. */
function visible(words: string): string {
  return words.replace(/^\s+|\s+$/g, (spaces) => spaces.replace(/ /g, "␣").replace(/\r?\n/g, "↵"));
}

function make(tag: string, className: string, content = ""): HTMLElement {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.textContent = content;
  return node;
}

function button(label: string, className: string, act: () => void): HTMLElement {
  const node = make("button", className, label);
  node.setAttribute("type", "button");
  node.addEventListener("click", act);
  return node;
}

window.addEventListener("resize", fitHeight);
