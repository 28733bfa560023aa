import type { ServerResponse } from "node:http";
import {
  checkResponse,
  checkSentences,
  uncheckedSentences,
} from "../../core/languagetool/check.js";
import { CHECKED_LANGUAGES } from "../../core/languagetool/languages.js";
import {
  type CheckRequest,
  checkParametersSchema,
  toCheckRequest,
} from "../../core/languagetool/request.js";
import { SOFTWARE } from "../../core/languagetool/response.js";
import { type ErrorReply, send, sendJson } from "../http.js";
import type { Exchange, Route } from "../router.js";
import { validate } from "../validate.js";
import { checkLength } from "./correct.js";
import { readData, readParameters } from "./languagetool-parameters.js";

const PLAIN_TEXT = "text/plain; charset=utf-8";

/** `/v2/check`: text in, matches out, as LanguageTool's HTTP API has it. */
async function check(exchange: Exchange): Promise<void> {
  const parameters = validate(checkParametersSchema, await readParameters(exchange), "The request");
  const request = toCheckRequest(parameters, readData(parameters.data));
  checkLength(exchange, [request.text.plain]);
  const sentences = request.isChecked
    ? await checkCounted(exchange, request)
    : uncheckedSentences(request);
  sendJson(exchange.response, 200, checkResponse(request, sentences));
}

async function checkCounted(exchange: Exchange, request: CheckRequest) {
  const { context, signal } = exchange;
  const rewriter = await context.rewriter();
  const sentences = await checkSentences(request, { rewriter }, signal);
  const edits = sentences.flatMap((sentence) => sentence.edits);
  context.metrics.correction(request.text.plain.length, edits);
  exchange.note({ edits: edits.length });
  return sentences;
}

/** LanguageTool's errors are plain text, and too many requests are forbidden. */
function sendError(response: ServerResponse, { status, headers, body }: ErrorReply): void {
  send(response, status === 429 ? 403 : status, PLAIN_TEXT, `Error: ${body.error.message}`, {
    "Cache-Control": "no-store",
    ...headers,
  });
}

function answer(path: string, handle: (exchange: Exchange) => void): Route {
  return {
    method: "GET",
    path,
    open: true,
    sendError,
    handle: async (exchange) => handle(exchange),
  };
}

/** The addresses that LanguageTool's clients call. What needs no model asks for no key. */
export const languageToolRoutes: readonly Route[] = [
  ...["/v2/check", "/check"].flatMap((path): Route[] => [
    { method: "GET", path, sendError, handle: check },
    { method: "POST", path, sendError, handle: check },
  ]),
  answer("/v2/languages", ({ response }) => {
    const languages = CHECKED_LANGUAGES.map(({ name, code }) => ({
      name,
      code: "en",
      longCode: code,
    }));
    sendJson(response, 200, languages);
  }),
  answer("/v2/healthcheck", ({ response }) => send(response, 200, PLAIN_TEXT, "OK")),
  answer("/v2/maxtextlength", ({ context, response }) => {
    send(response, 200, PLAIN_TEXT, String(context.config.limits.maxTextChars));
  }),
  answer("/v2/info", ({ response }) => sendJson(response, 200, { software: SOFTWARE })),
];
