import * as z from "zod";
import { findLanguage, isEnglish } from "./languages.js";
import { SOFTWARE, softwareSchema } from "./response.js";
import { isSpelling, rulesOf } from "./rules.js";

/** Parameters of `/v2/configinfo`. */
export const configInfoRequestSchema = z
  .object({
    language: z
      .string({ error: "expected a language code such as en-US" })
      .refine((tag) => findLanguage(tag) !== undefined, {
        error: "expected a known language code such as en-US",
      })
      .meta({ description: "Language whose rules are listed", examples: ["en-US"] }),
  })
  .meta({ id: "LanguageToolConfigInfoRequest" });

/** Answer of `/v2/configinfo`, as LanguageTool's office extension reads it. */
export const configInfoSchema = z
  .strictObject({
    software: softwareSchema,
    parameter: z.strictObject({ maxTextLength: z.int().min(1) }),
    rules: z.array(
      z.strictObject({
        ruleId: z.string(),
        description: z.string(),
        isDictionaryBasedSpellingRule: z.literal("yes").optional(),
        categoryId: z.string(),
        categoryName: z.string(),
        locQualityIssueType: z.string(),
      }),
    ),
  })
  .meta({ id: "LanguageToolConfigInfo" });

/**
 * The limit of an instance and the rules of a language; a language that is not checked has none.
 * @param language BCP 47 tag.
 * @param maxTextLength UTF-16 units.
 */
export function configInfo(
  language: string,
  maxTextLength: number,
): z.infer<typeof configInfoSchema> {
  const found = findLanguage(language);
  const rules = found && isEnglish(found) ? rulesOf(found.code) : [];
  return {
    software: SOFTWARE,
    parameter: { maxTextLength },
    rules: rules.map((rule) => ({
      ruleId: rule.id,
      description: rule.description,
      ...(isSpelling(rule) && { isDictionaryBasedSpellingRule: "yes" as const }),
      categoryId: rule.category.id,
      categoryName: rule.category.name,
      locQualityIssueType: rule.issueType,
    })),
  };
}
