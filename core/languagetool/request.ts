import * as z from "zod";
import type { Variant } from "../variants/words.js";
import { type AnnotatedText, annotatedText } from "./annotated.js";
import { type DetectedLanguage, detectLanguage } from "./detect.js";
import {
  AMERICAN_ENGLISH,
  findLanguage,
  isEnglish,
  type Language,
  variantOf,
} from "./languages.js";
import type { RuleChoice } from "./rules.js";

const MODES = ["all", "allButTextLevelOnly", "textLevelOnly", "batch"] as const;

const partSchema = z
  .object({
    text: z.string().optional(),
    markup: z.string().optional(),
    interpretAs: z.string().optional().meta({ description: "What the mark-up reads as" }),
  })
  .refine((part) => (part.text === undefined) !== (part.markup === undefined), {
    error: "expected either text or markup",
  })
  .refine((part) => part.text === undefined || part.interpretAs === undefined, {
    error: "expected interpretAs beside markup only",
  });

/** The parameter `data`: a text whose mark-up is told apart. */
export const checkDataSchema = z
  .object({ text: z.string().optional(), annotation: z.array(partSchema).optional() })
  .refine((data) => (data.text === undefined) !== (data.annotation === undefined), {
    error: "expected either text or annotation",
  })
  .meta({ id: "LanguageToolData" });

const list = (what: string) =>
  z
    .string()
    .optional()
    .meta({ description: `${what}, separated by commas` });

/** Parameters by which LanguageTool's clients say who they are. */
export const loginSchema = z.object({
  username: z.string().optional().meta({ description: "Ignored: the key tells who calls" }),
  apiKey: z
    .string()
    .optional()
    .meta({ description: "Key of an instance that asks for one, where no header has it" }),
});

const parametersSchema = z.object({
  text: z.string().optional().meta({ description: "The text; either this or data" }),
  data: z
    .union([z.string(), checkDataSchema])
    .optional()
    .meta({ description: "The text with its mark-up, as JSON" }),
  language: z
    .string({ error: "expected a language code such as en-US, or auto" })
    .refine((tag) => tag === "auto" || findLanguage(tag) !== undefined, {
      error: "expected a known language code such as en-US, or auto",
    })
    .meta({ description: "Language code, or auto" }),
  preferredVariants: list("Variants to assume where the language is auto"),
  enabledRules: list("Ids of rules"),
  disabledRules: list("Ids of rules"),
  enabledCategories: list("Ids of categories"),
  disabledCategories: list("Ids of categories"),
  enabledOnly: z.union([z.boolean(), z.string()]).optional().meta({
    description: "true or yes: nothing but the enabled rules and categories",
  }),
  level: z.enum(["default", "picky"]).optional().meta({
    description: "picky also offers edits the model is less sure of",
  }),
  ignoreWords: list("Words that are right, in any case and form"),
  dicts: list("Names of the caller's dictionaries whose words are right; default the default one"),
  username: loginSchema.shape.username,
  apiKey: loginSchema.shape.apiKey,
  allowIncompleteResults: z.union([z.boolean(), z.string()]).optional().meta({
    description: "true: when the deadline comes, answer with what is checked and a warning",
  }),
  mode: z.enum(MODES).optional().meta({ description: "textLevelOnly answers without matches" }),
});

export type CheckParameters = z.infer<typeof parametersSchema>;

/** Parameters of `/v2/check` that have a meaning here; all others are ignored. */
export const checkParametersSchema = parametersSchema
  .superRefine((given, context) => {
    for (const message of contradictions(given)) context.addIssue({ code: "custom", message });
  })
  .meta({ id: "LanguageToolRequest" });

export type CheckData = z.infer<typeof checkDataSchema>;

/** A request to check a text, understood. */
export interface CheckRequest {
  readonly text: AnnotatedText;
  /** The language asked for, or else found. */
  readonly language: Language;
  readonly detected: DetectedLanguage & Language;
  readonly choice: RuleChoice;
  readonly isPicky: boolean;
  /** The spelling that the caller names; undefined where that is left open. */
  readonly variant: Variant | undefined;
  /** Words that are right. */
  readonly ignoreWords: readonly string[];
  /** What is checked when the deadline comes is the answer; else there is no deadline. */
  readonly allowsIncomplete: boolean;
  /** False where the answer has no matches whatever the text: another language, or nothing asked. */
  readonly isChecked: boolean;
}

/**
 * What a caller asks for.
 * @param data the parameter `data`, parsed, where it was given in place of `text`.
 */
export function toCheckRequest(parameters: CheckParameters, data?: CheckData): CheckRequest {
  const text = annotatedText(data?.annotation ?? [{ text: data?.text ?? parameters.text ?? "" }]);
  const detected = detectVariant(text.plain, parameters);
  const asked = parameters.language === "auto" ? undefined : findLanguage(parameters.language);
  const language = asked ?? { code: detected.code, name: detected.name };
  return {
    text,
    language,
    detected,
    choice: toChoice(parameters),
    isPicky: parameters.level === "picky",
    variant: namedVariant(parameters),
    ignoreWords: toList(parameters.ignoreWords),
    allowsIncomplete: isTrue(parameters.allowIncompleteResults),
    isChecked: isEnglish(language) && parameters.mode !== "textLevelOnly",
  };
}

function contradictions(parameters: CheckParameters): string[] {
  const found: string[] = [];
  if ((parameters.text === undefined) === (parameters.data === undefined)) {
    const got = parameters.text === undefined ? "neither" : "both";
    found.push(`expected either text or data, got ${got}`);
  }
  const variants = toList(parameters.preferredVariants);
  if (variants.length > 0 && parameters.language !== "auto") {
    found.push("expected preferredVariants with language=auto only");
  }
  if (variants.some((tag) => !tag.includes("-") || !findLanguage(tag))) {
    found.push("expected preferredVariants as codes with a variant, such as en-GB");
  }
  const { enabledRules, enabledCategories, disabledRules, disabledCategories, enabledOnly } =
    toChoice(parameters);
  if (enabledOnly && disabledRules.size + disabledCategories.size > 0) {
    found.push("expected no disabled rules or categories with enabledOnly=true");
  }
  if (enabledOnly && enabledRules.size + enabledCategories.size === 0) {
    found.push("expected enabled rules or categories with enabledOnly=true");
  }
  return found;
}

/** The language found, with the variant that the caller prefers or names. */
function detectVariant(text: string, parameters: CheckParameters): CheckRequest["detected"] {
  const found = detectLanguage(text);
  const tags = [...toList(parameters.preferredVariants), parameters.language];
  const variant = tags.find((tag) => tag.toLowerCase().startsWith(`${found.code}-`));
  const fallback = found.code === "en" ? AMERICAN_ENGLISH : findLanguage(found.code);
  const language = (variant && findLanguage(variant)) || fallback;
  return { ...found, ...(language ?? { code: found.code, name: found.code }) };
}

function namedVariant({ language, preferredVariants }: CheckParameters): Variant | undefined {
  const tags = [language, ...toList(preferredVariants)];
  return variantOf(tags.find((tag) => tag.toLowerCase().startsWith("en-")) ?? "");
}

function toChoice(parameters: CheckParameters): RuleChoice {
  return {
    enabledRules: new Set(toList(parameters.enabledRules)),
    disabledRules: new Set(toList(parameters.disabledRules)),
    enabledCategories: new Set(toList(parameters.enabledCategories)),
    disabledCategories: new Set(toList(parameters.disabledCategories)),
    enabledOnly: isTrue(parameters.enabledOnly),
  };
}

function isTrue(value: boolean | string | undefined): boolean {
  return /^(?:true|yes)$/.test(String(value));
}

/** The items of a list, without white space around them and empty ones. */
export function toList(value: string | undefined): string[] {
  return (value ?? "").split(",").flatMap((item) => item.trim() || []);
}
