import { checkDataSchema, checkParametersSchema } from "../../core/languagetool/request.js";
import { checkResponseSchema, SOFTWARE } from "../../core/languagetool/response.js";

export const LANGUAGETOOL_COMPONENTS = {
  LanguageToolData: checkDataSchema,
  LanguageToolRequest: checkParametersSchema,
  LanguageToolResponse: checkResponseSchema,
} as const;

type Json = Readonly<Record<string, unknown>>;

const TEXT = { "text/plain": { schema: { type: "string" } } };

const ERRORS: Readonly<Record<string, string>> = {
  400: "Malformed, or parameters that contradict one another: the message says which",
  401: "This instance asks for an API key, in X-Api-Key or as a bearer token",
  403: "More requests than this key may send",
  413: "Text or body too long: the message says the limit",
  415: "A body with a content encoding",
  503: "The model is loading or busy; try again after Retry-After seconds",
};

const errorResponses = Object.fromEntries(
  Object.entries(ERRORS).map(([status, description]) => [status, { description, content: TEXT }]),
);

const schema = (id: keyof typeof LANGUAGETOOL_COMPONENTS): Json => ({
  schema: { $ref: `#/components/schemas/${id}` },
});

/** LanguageTool's addresses in OpenAPI. */
export const LANGUAGETOOL_PATHS: Json = {
  ...checkPath("/v2/check"),
  ...checkPath("/check"),
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
};

function checkPath(path: string): Json {
  const id = path === "/check" ? "ShortCheck" : "Check";
  const answers = { "application/json": schema("LanguageToolResponse") };
  const get = operation(`LanguageTool${id}Query`, "Check a text in the query", answers);
  const post = operation(`LanguageTool${id}`, "Check a text as LanguageTool does", answers);
  const request = schema("LanguageToolRequest");
  const content = { "application/x-www-form-urlencoded": request, "application/json": request };
  return {
    [path]: {
      get: {
        ...get,
        parameters: [{ name: "parameters", in: "query", style: "form", explode: true, ...request }],
        responses: { ...(get.responses as Json), ...errorResponses },
      },
      post: {
        ...post,
        requestBody: { required: true, content },
        responses: { ...(post.responses as Json), ...errorResponses },
      },
    },
  };
}

function operation(operationId: string, summary: string, content: Json): Json {
  return { operationId, summary, responses: { 200: { description: summary, content } } };
}

function strings(names: readonly string[]): Json {
  const properties = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
  return { type: "object", required: names, properties };
}
