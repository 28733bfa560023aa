import * as z from "zod";
import { DEFAULT_DICTIONARY } from "../word-lists.js";
import { loginSchema, toList } from "./request.js";

/** Longest word, in UTF-16 units. */
const MAX_WORD_UNITS = 100;

/** Words that `GET /v2/words` lists unless asked for more. */
const DEFAULT_LIMIT = 10;

/** A dictionary's name. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;

const WORD_EXPECTED = `expected a word of 1 to ${MAX_WORD_UNITS} characters with a letter or digit, without white space`;

const count = (what: string) =>
  z.coerce
    .number({ error: "expected a whole number" })
    .int()
    .optional()
    .meta({ description: what });

/** Parameters of `GET /v2/words`. */
export const listWordsSchema = loginSchema
  .extend({
    offset: count("Words to leave out; default 0").pipe(z.int().min(0).max(1_000_000).optional()),
    limit: count("Most words to list; default 10").pipe(z.int().min(1).max(10_000).optional()),
    dicts: z.string().optional().meta({
      description: "Names of dictionaries, separated by commas; default the default dictionary",
    }),
  })
  .meta({ id: "LanguageToolWordsRequest" });

/** Parameters of `/v2/words/add` and `/v2/words/delete`. */
export const changeWordSchema = loginSchema
  .extend({
    word: z
      .string({ error: "expected a word" })
      .min(1, { error: WORD_EXPECTED })
      .max(MAX_WORD_UNITS, { error: WORD_EXPECTED })
      .refine((word) => /[\p{L}\p{N}]/u.test(word) && !/[\s\p{Cc}\p{Cs}]/u.test(word), {
        error: WORD_EXPECTED,
      })
      .meta({ description: "The word, without white space" }),
    dict: z
      .string()
      .refine((name) => NAME.test(name), {
        error: "expected a dictionary's name of letters, digits, spaces and . _ -, at most 64",
      })
      .optional()
      .meta({ description: "Name of the dictionary; default the default dictionary" }),
  })
  .meta({ id: "LanguageToolWordRequest" });

export const wordsSchema = z
  .strictObject({ words: z.array(z.string()) })
  .meta({ id: "LanguageToolWords" });

export const wordAddedSchema = z
  .strictObject({ added: z.boolean().meta({ description: "False: it was there already" }) })
  .meta({ id: "LanguageToolWordAdded" });

export const wordDeletedSchema = z
  .strictObject({ deleted: z.boolean().meta({ description: "False: it was not there" }) })
  .meta({ id: "LanguageToolWordDeleted" });

/** Names of the dictionaries that a parameter `dicts` means. */
export function toDictionaries(dicts: string | undefined): readonly string[] {
  const names = toList(dicts);
  return names.length > 0 ? names : [DEFAULT_DICTIONARY];
}

/** The part of the words that a caller asks for. */
export function pageOf(
  words: readonly string[],
  { offset = 0, limit = DEFAULT_LIMIT }: z.infer<typeof listWordsSchema>,
): readonly string[] {
  return words.slice(offset, offset + limit);
}
