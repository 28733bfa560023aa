/** Text and decisions as kept in this browser. */
export interface Draft {
  readonly text: string;
  /** Fingerprints of dismissed suggestions. */
  readonly dismissed: readonly string[];
}

/** Dismissals kept; the oldest are forgotten. */
const MAX_DISMISSED = 500;

const DRAFT = "gramai.draft";

/** What was kept; an empty draft where there is none or it cannot be read. */
export function loadDraft(): Draft {
  const kept = readJson(DRAFT) as Partial<Draft> | undefined;
  return {
    text: typeof kept?.text === "string" ? kept.text : "",
    dismissed: strings(kept?.dismissed),
  };
}

/** Keeps a draft. False where the browser keeps nothing, as in some private windows. */
export function saveDraft({ text, dismissed }: Draft): boolean {
  return writeJson(DRAFT, { text, dismissed: dismissed.slice(-MAX_DISMISSED) });
}

/** The strings of a list of unknown origin. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** A value kept in this browser; undefined where there is none or it cannot be read. */
export function readJson(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a value in this browser; false where that is not allowed or its space is full. */
export function writeJson(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
