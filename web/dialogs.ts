import { element, make } from "./dom.js";
import { CARD_SHORTCUTS, keysFor, SHORTCUTS } from "./keys.js";
import { GROUP_NAMES, GROUPS } from "./kinds.js";
import { type Settings, toSettings, toWords } from "./settings.js";
import { VARIANT_CHOICES, VARIANT_NAMES } from "./variant-choice.js";

export interface SettingsActions {
  get(): Settings;
  set(settings: Settings): void;
  restoreDismissed(): void;
  /** Whether the operator has switched feedback on. */
  takesFeedback(): Promise<boolean>;
}

/** The settings panel. @returns Opens it. */
export function createSettingsDialog(actions: SettingsActions): () => void {
  const dialog = element("settings", HTMLDialogElement);
  const variant = element("set-variant", HTMLSelectElement);
  const threshold = element("set-threshold", HTMLSelectElement);
  const theme = element("set-theme", HTMLSelectElement);
  const words = element("set-words", HTMLTextAreaElement);
  const key = element("set-key", HTMLInputElement);
  const feedback = element("set-feedback", HTMLInputElement);
  const feedbackRow = element("set-feedback-row", HTMLElement);
  variant.append(...VARIANT_CHOICES.map((value) => new Option(VARIANT_NAMES[value], value)));

  element("set-restore", HTMLButtonElement).addEventListener("click", actions.restoreDismissed);
  dialog.addEventListener("close", () => {
    actions.set(
      toSettings({
        theme: theme.value,
        variant: variant.value,
        minConfidence: threshold.value === "" ? undefined : Number(threshold.value),
        words: toWords(words.value.split("\n")),
        apiKey: key.value.trim(),
        feedback: feedback.checked,
      }),
    );
  });
  return () => {
    const settings = actions.get();
    variant.value = settings.variant;
    threshold.value = String(settings.minConfidence ?? "");
    theme.value = settings.theme;
    words.value = settings.words.join("\n");
    key.value = settings.apiKey;
    feedback.checked = settings.feedback;
    dialog.showModal();
    void actions.takesFeedback().then((takes) => {
      feedbackRow.hidden = !takes;
    });
  };
}

/** The help panel. @returns Opens it. */
export function createHelpDialog(): () => void {
  const dialog = element("help", HTMLDialogElement);
  for (const [id, shortcuts] of [
    ["help-anywhere", SHORTCUTS],
    ["help-card", CARD_SHORTCUTS],
  ] as const) {
    element(id, HTMLDListElement).append(
      ...shortcuts.flatMap(({ keys, does }) => {
        const term = make("dt");
        const names = keysFor(keys).split(" ");
        term.append(...names.map((name) => make("kbd", "", name)));
        return [term, make("dd", "", keysFor(does))];
      }),
    );
  }
  element("help-marks", HTMLUListElement).append(
    ...GROUPS.map((group) => {
      const item = make("li");
      item.append(make("span", `dot ${group}`), GROUP_NAMES[group]);
      return item;
    }),
  );
  return () => dialog.showModal();
}
