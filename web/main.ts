import { OwnWords } from "../core/own-words.js";
import { Checker } from "./checker.js";
import { createClient, fetchFeatures, sendFeedback } from "./client.js";
import { createHelpDialog, createSettingsDialog } from "./dialogs.js";
import { element } from "./dom.js";
import { Editor } from "./editor.js";
import { toFeedback } from "./feedback.js";
import { type Command, commandOf } from "./keys.js";
import { SAMPLE } from "./sample.js";
import { loadSettings, type Settings, saveSettings } from "./settings.js";
import { drawStatus } from "./status.js";
import { loadDraft } from "./store.js";
import { applyTheme, isDark } from "./theme.js";
import { View } from "./view.js";

const area = element("text", HTMLTextAreaElement);
const status = element("status", HTMLElement);
const themeToggle = element("theme", HTMLButtonElement);

let settings = loadSettings();
let ownWords = new OwnWords(settings.words);

const checker = new Checker(
  createClient(() => settings),
  {
    onAnswer: () => editor.takeAnswers(),
    onState: (state) =>
      drawStatus(status, state, { retry: () => checker.retryNow(), openSettings }),
  },
);

const editor = new Editor(
  {
    checker,
    ownWords: () => ownWords,
    addWord: (word) => change({ ...settings, words: [...settings.words, word] }),
    removeWord: (word) =>
      change({ ...settings, words: settings.words.filter((other) => other !== word) }),
    write(text, caret) {
      area.value = text;
      area.setSelectionRange(caret, caret);
    },
    caret: () => area.selectionStart,
    decided(sentences, decisions) {
      if (!settings.feedback) return;
      for (const each of toFeedback(sentences, decisions)) sendFeedback(each, settings.apiKey);
    },
    draw: () => view.draw(),
  },
  loadDraft(),
);
const view = new View(editor, area);

const openHelp = createHelpDialog();
const openSettings = createSettingsDialog({
  get: () => settings,
  set(next) {
    change(next);
    editor.refresh();
  },
  restoreDismissed: () => editor.restoreDismissed(),
  takesFeedback: async () => (await fetchFeatures()).feedback,
});

function change(next: Settings): void {
  const before = settings;
  settings = next;
  saveSettings(settings);
  showTheme();
  const asked = ["minConfidence", "variant", "apiKey"] as const;
  if (asked.some((name) => next[name] !== before[name])) checker.forget(() => true);
  const changed = [
    ...next.words.filter((word) => !before.words.includes(word)),
    ...before.words.filter((word) => !next.words.includes(word)),
  ];
  if (changed.length > 0) {
    const words = new OwnWords(changed);
    checker.forget((sentence) => !words.spans(sentence).next().done);
    ownWords = new OwnWords(next.words);
  }
}

function showTheme(): void {
  applyTheme(settings.theme);
  themeToggle.setAttribute("aria-pressed", String(isDark(settings.theme)));
}

const COMMANDS: Readonly<Record<Command, () => void>> = {
  next: () => view.step(1),
  previous: () => view.step(-1),
  accept: () => view.acceptHere(),
  acceptAll: () => view.acceptAll(editor.suggestions),
  undo: () => view.keepingFocus(() => editor.undo()),
  redo: () => view.keepingFocus(() => editor.redo()),
  help: openHelp,
};

document.addEventListener("keydown", (event) => {
  const command = commandOf(event);
  if (!command || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  COMMANDS[command]();
});

area.addEventListener("input", () => {
  view.close();
  editor.typed(area.value, performance.now());
});
// The browser's own undo, as from its menu, would know nothing of what we wrote.
area.addEventListener("beforeinput", (event) => {
  if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
  event.preventDefault();
  COMMANDS[event.inputType === "historyUndo" ? "undo" : "redo"]();
});

const onClick = (id: string, act: () => void) =>
  element(id, HTMLButtonElement).addEventListener("click", act);
onClick("undo", COMMANDS.undo);
onClick("redo", COMMANDS.redo);
onClick("accept-all", COMMANDS.acceptAll);
onClick("help-open", openHelp);
onClick("settings-open", openSettings);
onClick("theme", () => change({ ...settings, theme: isDark(settings.theme) ? "light" : "dark" }));
onClick("sample", () => editor.replaceText(SAMPLE));

window.addEventListener("online", () => checker.retryNow());
window.addEventListener("pagehide", () => view.keep());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);

showTheme();
area.value = editor.text;
editor.refresh();
