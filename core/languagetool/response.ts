import * as z from "zod";

export const softwareSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  buildDate: z.string().meta({ description: "Always empty" }),
  apiVersion: z.int(),
  premium: z.boolean(),
  premiumHint: z.string(),
  status: z.string(),
});

/** Who answers, in LanguageTool's terms; `apiVersion` is that of its HTTP API. */
export const SOFTWARE: z.infer<typeof softwareSchema> = {
  name: "GramAI",
  version: "1",
  buildDate: "",
  apiVersion: 1,
  premium: false,
  premiumHint: "",
  status: "",
};

const matchSchema = z
  .strictObject({
    message: z.string().meta({ description: "One sentence for the reader" }),
    shortMessage: z.string(),
    replacements: z
      .array(z.strictObject({ value: z.string() }))
      .meta({ description: "Likeliest first; an empty value takes the text away" }),
    offset: z.int().min(0).meta({ description: "First UTF-16 unit, mark-up counted" }),
    length: z.int().min(0).meta({ description: "UTF-16 units" }),
    context: z.strictObject({
      text: z.string(),
      offset: z.int().min(0),
      length: z.int().min(0),
    }),
    sentence: z.string(),
    type: z.strictObject({ typeName: z.enum(["UnknownWord", "Other"]) }),
    rule: z.strictObject({
      id: z.string(),
      description: z.string(),
      issueType: z.string(),
      category: z.strictObject({ id: z.string(), name: z.string() }),
      isPremium: z.boolean(),
      confidence: z.number().min(0).max(1),
    }),
    ignoreForIncompleteSentence: z.boolean(),
    contextForSureMatch: z
      .int()
      .meta({ description: "0: the word alone decides; -1: the whole sentence does" }),
  })
  .meta({ id: "LanguageToolMatch" });

/** Answer of `/v2/check`: every field that LanguageTool's clients read. */
export const checkResponseSchema = z
  .strictObject({
    software: softwareSchema,
    warnings: z.strictObject({
      incompleteResults: z.boolean(),
      incompleteResultsReason: z.string().optional(),
    }),
    language: z.strictObject({
      name: z.string(),
      code: z.string(),
      detectedLanguage: z.strictObject({
        name: z.string(),
        code: z.string(),
        confidence: z.number().min(0).max(1),
        source: z.string(),
      }),
    }),
    matches: z.array(matchSchema),
    sentenceRanges: z
      .array(z.tuple([z.int().min(0), z.int().min(0)]))
      .meta({ description: "Start and end of each sentence, mark-up counted" }),
  })
  .meta({ id: "LanguageToolResponse" });

export type Match = z.infer<typeof matchSchema>;
export type CheckResponse = z.infer<typeof checkResponseSchema>;
