import { readJson, strings, writeJson } from "./store.js";
import { VARIANT_CHOICES, type VariantChoice } from "./variant-choice.js";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** The writer's choices, kept in this browser only. */
export interface Settings {
  readonly theme: Theme;
  readonly variant: VariantChoice;
  /** Least confidence (0..1) of what is shown; undefined: the model's own threshold. */
  readonly minConfidence: number | undefined;
  /** Words no suggestion may touch. */
  readonly words: readonly string[];
  /** Sent with each request where the service asks for one; empty: none. */
  readonly apiKey: string;
  /** Whether the writer agreed to tell the service what was accepted and dismissed. */
  readonly feedback: boolean;
}

/** Longest list of own words, and longest word in UTF-16 units. */
export const MAX_WORDS = 1000;
export const MAX_WORD_UNITS = 100;

const KEY = "gramai.settings";

/** The choices kept in this browser, with defaults for what is missing or not understood. */
export function loadSettings(): Settings {
  return toSettings(readJson(KEY));
}

export function saveSettings(settings: Settings): void {
  writeJson(KEY, settings);
}

/** Makes settings of a value of unknown origin. */
export function toSettings(value: unknown): Settings {
  const kept = (typeof value === "object" && value !== null ? value : {}) as Partial<
    Record<keyof Settings, unknown>
  >;
  const { minConfidence, apiKey } = kept;
  const isShare = typeof minConfidence === "number" && minConfidence >= 0 && minConfidence <= 1;
  return {
    theme: THEMES.find((theme) => theme === kept.theme) ?? "system",
    variant: VARIANT_CHOICES.find((variant) => variant === kept.variant) ?? "as-written",
    minConfidence: isShare ? minConfidence : undefined,
    words: toWords(strings(kept.words)),
    apiKey: typeof apiKey === "string" ? apiKey : "",
    feedback: kept.feedback === true,
  };
}

/** Own words without blanks and doubles, in the order given. */
export function toWords(lines: readonly string[]): readonly string[] {
  const words = lines.map((line) => line.trim()).filter((word) => word !== "");
  return [...new Set(words)].filter((word) => word.length <= MAX_WORD_UNITS).slice(0, MAX_WORDS);
}
