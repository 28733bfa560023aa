import { VARIANTS, type Variant } from "../core/variants/words.js";

/** How the writer spells: as the text has it, or one variant of English. */
export type VariantChoice = Variant | "as-written";

export const VARIANT_CHOICES: readonly VariantChoice[] = ["as-written", ...VARIANTS];

export const VARIANT_NAMES: Readonly<Record<VariantChoice, string>> = {
  "as-written": "As I write it",
  "en-US": "American (en-US)",
  "en-GB": "British (en-GB)",
  "en-AU": "Australian (en-AU)",
  "en-CA": "Canadian (en-CA)",
};
