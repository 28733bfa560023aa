import { configInfoRequestSchema, configInfoSchema } from "../../core/languagetool/config-info.js";
import { checkDataSchema, checkParametersSchema } from "../../core/languagetool/request.js";
import { checkResponseSchema, SOFTWARE } from "../../core/languagetool/response.js";
import {
  changeWordSchema,
  listWordsSchema,
  wordAddedSchema,
  wordDeletedSchema,
  wordsSchema,
} from "../../core/languagetool/words.js";

export const LANGUAGETOOL_COMPONENTS = {
  LanguageToolConfigInfo: configInfoSchema,
  LanguageToolConfigInfoRequest: configInfoRequestSchema,
  LanguageToolData: checkDataSchema,
  LanguageToolRequest: checkParametersSchema,
  LanguageToolResponse: checkResponseSchema,
  LanguageToolWordAdded: wordAddedSchema,
  LanguageToolWordDeleted: wordDeletedSchema,
  LanguageToolWordRequest: changeWordSchema,
  LanguageToolWords: wordsSchema,
  LanguageToolWordsRequest: listWordsSchema,
} as const;

type Json = Readonly<Record<string, unknown>>;
type Component = keyof typeof LANGUAGETOOL_COMPONENTS;

const TEXT = { "text/plain": { schema: { type: "string" } } };

const ERRORS: Readonly<Record<string, string>> = {
  400: "Malformed, or parameters that contradict one another: the message says which",
  401: "This instance asks for an API key, in X-Api-Key, as a bearer token or as apiKey",
  403: "More requests than this key may send, or words changed by a page of another origin",
  404: "This instance has no store for words",
  413: "Text or body too long: the message says the limit",
  415: "A body with a content encoding",
  422: "More words than one may have",
  503: "The model is loading or busy, or the store is; try again after Retry-After seconds",
};

const CHECK_ERRORS = ["400", "401", "403", "413", "415", "503"];
const LIST_ERRORS = ["400", "401", "403", "404", "503"];
const CHANGE_ERRORS = [...LIST_ERRORS, "413", "415", "422"].toSorted();

const schema = (id: Component): Json => ({ schema: { $ref: `#/components/schemas/${id}` } });
const json = (id: Component): Json => ({ "application/json": schema(id) });

/** LanguageTool's addresses in OpenAPI. */
export const LANGUAGETOOL_PATHS: Json = {
  ...checkPath("/v2/check"),
  ...checkPath("/check"),
  "/v2/words": {
    get: operation("LanguageToolWords", "The caller's words", json("LanguageToolWords"), {
      query: "LanguageToolWordsRequest",
      errors: LIST_ERRORS,
    }),
  },
  "/v2/words/add": {
    post: operation(
      "LanguageToolAddWord",
      "Add a word to one of the caller's dictionaries",
      json("LanguageToolWordAdded"),
      { body: "LanguageToolWordRequest", errors: CHANGE_ERRORS },
    ),
  },
  "/v2/words/delete": {
    post: operation(
      "LanguageToolDeleteWord",
      "Delete a word from one of the caller's dictionaries",
      json("LanguageToolWordDeleted"),
      { body: "LanguageToolWordRequest", errors: CHANGE_ERRORS },
    ),
  },
  "/v2/languages": {
    get: operation("LanguageToolLanguages", "Languages that are checked", {
      "application/json": {
        schema: { type: "array", items: strings(["name", "code", "longCode"]) },
      },
    }),
  },
  "/v2/healthcheck": {
    get: operation("LanguageToolHealth", "The process answers: OK", TEXT),
  },
  "/v2/maxtextlength": {
    get: operation("LanguageToolMaxTextLength", "Longest text in UTF-16 units", TEXT),
    post: operation("LanguageToolMaxTextLengthPosted", "The same, posted", TEXT),
  },
  "/v2/info": {
    get: operation("LanguageToolInfo", "The software", {
      "application/json": {
        schema: {
          type: "object",
          required: ["software"],
          properties: { software: { type: "object", required: Object.keys(SOFTWARE) } },
        },
      },
    }),
  },
  "/v2/configinfo": {
    get: operation(
      "LanguageToolConfigInfo",
      "The longest text, and the rules of a language",
      json("LanguageToolConfigInfo"),
      { query: "LanguageToolConfigInfoRequest", errors: ["400"] },
    ),
    post: operation(
      "LanguageToolConfigInfoPosted",
      "The same, posted",
      json("LanguageToolConfigInfo"),
      { body: "LanguageToolConfigInfoRequest", errors: ["400", "413", "415"] },
    ),
  },
};

function checkPath(path: string): Json {
  const id = path === "/check" ? "ShortCheck" : "Check";
  const answers = json("LanguageToolResponse");
  return {
    [path]: {
      get: operation(`LanguageTool${id}Query`, "Check a text in the query", answers, {
        query: "LanguageToolRequest",
        errors: CHECK_ERRORS,
      }),
      post: operation(`LanguageTool${id}`, "Check a text as LanguageTool does", answers, {
        body: "LanguageToolRequest",
        errors: CHECK_ERRORS,
      }),
    },
  };
}

/** @param takes the schema of its parameters, where they stand, and the errors beside 200. */
function operation(
  operationId: string,
  summary: string,
  content: Json,
  takes: { query?: Component; body?: Component; errors?: readonly string[] } = {},
): Json {
  const { query, body, errors = [] } = takes;
  const faults = errors.map((status) => [status, { description: ERRORS[status], content: TEXT }]);
  return {
    operationId,
    summary,
    tags: ["LanguageTool"],
    ...(query && {
      parameters: [
        { name: "parameters", in: "query", style: "form", explode: true, ...schema(query) },
      ],
    }),
    ...(body && {
      requestBody: {
        required: true,
        content: {
          "application/x-www-form-urlencoded": schema(body),
          "application/json": schema(body),
        },
      },
    }),
    responses: { 200: { description: summary, content }, ...Object.fromEntries(faults) },
  };
}

function strings(names: readonly string[]): Json {
  const properties = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
  return { type: "object", required: names, properties };
}
