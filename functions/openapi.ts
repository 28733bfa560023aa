import * as z from "zod";
import { feedbackRequestSchema } from "../core/feedback.js";
import {
  correctBatchResponseSchema,
  correctRequestSchema,
  correctResponseSchema,
  sentenceLineSchema,
  warningLineSchema,
} from "../core/request.js";
import { sendJson } from "./http.js";
import { OPENAPI_EXAMPLES } from "./openapi-examples.js";
import type { Route } from "./router.js";
import { EVENT_STREAM, NDJSON } from "./routes/correct-stream.js";
import { LANGUAGETOOL_COMPONENTS, LANGUAGETOOL_PATHS } from "./routes/languagetool-openapi.js";
import { textBodySchema, textResponseSchema } from "./routes/text.js";

/** Body of every error; `code` is fixed, `message` and `issues` say what was expected. */
export const errorSchema = z
  .strictObject({
    error: z.strictObject({
      code: z.string(),
      message: z.string(),
      requestId: z.string(),
      issues: z.array(z.string()).optional(),
    }),
  })
  .meta({ id: "Error" });

const COMPONENTS = {
  CorrectRequest: correctRequestSchema,
  CorrectResponse: correctResponseSchema,
  CorrectBatchResponse: correctBatchResponseSchema,
  CorrectedSentence: sentenceLineSchema,
  StreamWarning: warningLineSchema,
  Feedback: feedbackRequestSchema,
  TextOptions: textBodySchema,
  TextResponse: textResponseSchema,
  ...LANGUAGETOOL_COMPONENTS,
  Error: errorSchema,
} as const;

type Json = Readonly<Record<string, unknown>>;

const ref = (id: keyof typeof COMPONENTS): Json => ({ $ref: `#/components/schemas/${id}` });
const json = (schema: Json): Json => ({ "application/json": { schema } });

const ERRORS: Readonly<Record<string, string>> = {
  400: "Malformed: the message says what was expected and where",
  401: "This instance asks for an API key, in X-Api-Key or as a bearer token",
  413: "Text or body too long: the message says the limit",
  415: "Not JSON in UTF-8 without a content encoding",
  422: "Well formed, but cannot be carried out as asked",
  429: "More requests than this key may send; try again after Retry-After seconds",
  503: "The model is loading or busy; try again after Retry-After seconds",
};

const errorResponses = Object.fromEntries(
  Object.entries(ERRORS).map(([status, description]) => [
    status,
    {
      description,
      content: json(ref("Error")),
      ...((status === "429" || status === "503") && {
        headers: { "Retry-After": { description: "Seconds", schema: { type: "integer" } } },
      }),
    },
  ]),
);

/** The service's interface as OpenAPI 3.1, made from the schemas that requests are checked with. */
export function openApiDocument(): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "GramAI",
      version: "1",
      description:
        "Corrects English text. Offsets are UTF-16 code units of the request's text; carrying out the edits gives `corrected`.",
      license: { name: "MIT", identifier: "MIT" },
    },
    paths: withExamples({
      "/v1/correct": { post: correctOperation() },
      "/v1/feedback": { post: feedbackOperation() },
      "/text/": { post: textOperation("text") },
      "/text": { post: textOperation("textWithoutSlash") },
      ...LANGUAGETOOL_PATHS,
      "/healthz": { get: probe("The process answers") },
      "/readyz": {
        get: probe("A correction would be served at once", { 503: errorResponses[503] }),
      },
      "/metrics": {
        get: {
          summary: "Prometheus metrics",
          operationId: "metrics",
          responses: { 200: { description: "Metrics", content: { "text/plain": {} } } },
        },
      },
      "/openapi.json": { get: document("openapi", "This description", "application/json") },
      "/reference": { get: document("reference", "This description for people", "text/html") },
    }),
    components: { schemas: componentSchemas() },
  };
}

/** The same paths, with an example beside the schema of each JSON or form body that has one. */
function withExamples(paths: Json): Json {
  const fill = (content: Json, example: unknown): Json =>
    Object.fromEntries(
      Object.entries(content).map(([type, media]) => {
        const fits = type.endsWith("json") || type.endsWith("urlencoded");
        return [type, fits && !type.includes("ndjson") ? { ...(media as Json), example } : media];
      }),
    );
  const operations = (methods: Json) =>
    Object.entries(methods).map(([method, value]) => {
      const operation = value as { operationId: string; requestBody?: Json; responses: Json };
      const { request, response } = OPENAPI_EXAMPLES[operation.operationId] ?? {};
      const body = operation.requestBody;
      const answer = operation.responses[200] as Json | undefined;
      const filled: Json = {
        ...operation,
        ...(body &&
          request !== undefined && {
            requestBody: { ...body, content: fill(body.content as Json, request) },
          }),
        responses: {
          ...operation.responses,
          ...(answer &&
            response !== undefined && {
              200: { ...answer, content: fill(answer.content as Json, response) },
            }),
        },
      };
      return [method, filled];
    });
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(operations(methods as Json)),
    ]),
  );
}

function document(operationId: string, summary: string, type: string): Json {
  return {
    summary,
    operationId,
    responses: { 200: { description: summary, content: { [type]: {} } } },
  };
}

function correctOperation(): Json {
  return {
    summary: "Correct a text, or several",
    operationId: "correct",
    description: `With \`Accept: ${NDJSON}\` and a single text, the answer is one line per sentence as it is ready; with \`Accept: ${EVENT_STREAM}\` the events \`sentence\` and, at the end, \`done\`. A stream that meets its deadline ends with a warning, one that fails with an error.`,
    requestBody: { required: true, content: json(ref("CorrectRequest")) },
    responses: {
      200: {
        description: "Corrected text with its edits",
        content: {
          ...json({ anyOf: [ref("CorrectResponse"), ref("CorrectBatchResponse")] }),
          [NDJSON]: {
            schema: { anyOf: [ref("CorrectedSentence"), ref("StreamWarning"), ref("Error")] },
          },
          [EVENT_STREAM]: { schema: { type: "string" } },
        },
      },
      ...errorResponses,
    },
  };
}

function feedbackOperation(): Json {
  return {
    summary: "Tell what a writer who agreed accepted and dismissed",
    operationId: "feedback",
    description: "Kept to train on, only where the operator has switched it on.",
    requestBody: { required: true, content: json(ref("Feedback")) },
    responses: {
      204: { description: "Kept" },
      404: { description: "Not switched on here", content: json(ref("Error")) },
      ...errorResponses,
    },
  };
}

function textOperation(operationId: string): Json {
  return {
    summary: "Correct a sentence, as the earlier GramAI service did",
    operationId,
    parameters: [
      { name: "input_sentence", in: "query", required: true, schema: { type: "string" } },
    ],
    requestBody: { required: false, content: json(ref("TextOptions")) },
    responses: {
      200: { description: "Corrected text", content: json(ref("TextResponse")) },
      ...errorResponses,
    },
  };
}

function probe(summary: string, more: Json = {}): Json {
  const content = json({ type: "object", required: ["status"] });
  return {
    summary,
    operationId: summary.startsWith("The process") ? "healthz" : "readyz",
    responses: { 200: { description: summary, content }, ...more },
  };
}

/** Our schemas and every schema they refer to, as JSON Schema 2020-12. */
function componentSchemas(): Json {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    uri: (id) => `#/components/schemas/${id}`,
    // What callers may send: objects that ignore unknown members say so.
    io: "input",
  });
  const wanted = new Map<string, Json>();
  const take = (id: string): void => {
    if (wanted.has(id)) return;
    const { $id, $schema, id: _id, ...schema } = schemas[id] as Json;
    wanted.set(id, schema);
    for (const [, name] of JSON.stringify(schema).matchAll(/#\/components\/schemas\/([\w.-]+)/g)) {
      if (name) take(name);
    }
  };
  for (const id of Object.keys(COMPONENTS)) take(id);
  return Object.fromEntries(wanted);
}

/** `GET /openapi.json`. */
export const openApiRoute: Route = {
  method: "GET",
  path: "/openapi.json",
  open: true,
  async handle({ response }) {
    sendJson(response, 200, openApiDocument());
  },
};
