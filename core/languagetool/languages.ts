import { VARIANTS, type Variant } from "../variants/words.js";

/** A language as LanguageTool's clients name it. */
export interface Language {
  /** BCP 47 tag: `en`, `en-US`, `de`. */
  readonly code: string;
  readonly name: string;
}

/** English where a caller leaves the variant open. */
export const AMERICAN_ENGLISH: Language = { code: "en-US", name: "English (US)" };

/** What we check, under LanguageTool's names. */
export const CHECKED_LANGUAGES: readonly Language[] = [
  { code: "en", name: "English" },
  { code: "en-AU", name: "English (Australian)" },
  { code: "en-CA", name: "English (Canadian)" },
  { code: "en-GB", name: "English (GB)" },
  { code: "en-NZ", name: "English (New Zealand)" },
  { code: "en-ZA", name: "English (South African)" },
  AMERICAN_ENGLISH,
];

/** Variants that are spelt as another one is. */
const SPELT_AS: Readonly<Record<string, Variant>> = { "en-NZ": "en-GB", "en-ZA": "en-GB" };

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

/** The language of a BCP 47 tag in any case; undefined when there is no such language. */
export function findLanguage(tag: string): Language | undefined {
  try {
    const code = Intl.getCanonicalLocales(tag)[0] ?? "";
    const known = CHECKED_LANGUAGES.find((language) => language.code === code);
    if (known) return known;
    const name = names.of(code);
    return name === undefined ? undefined : { code, name };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The variant whose spelling a tag asks for; undefined where it leaves that open. */
export function variantOf(tag: string): Variant | undefined {
  const code = findLanguage(tag)?.code;
  return SPELT_AS[code ?? ""] ?? VARIANTS.find((variant) => variant === code);
}

/** True for English of any variant. */
export function isEnglish({ code }: Language): boolean {
  return code === "en" || code.startsWith("en-");
}
