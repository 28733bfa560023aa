import {
  checkResponse,
  checkSentences,
  uncheckedSentences,
} from "../../core/languagetool/check.js";
import { configInfo, configInfoRequestSchema } from "../../core/languagetool/config-info.js";
import { CHECKED_LANGUAGES } from "../../core/languagetool/languages.js";
import {
  type CheckRequest,
  checkParametersSchema,
  toCheckRequest,
} from "../../core/languagetool/request.js";
import { SOFTWARE } from "../../core/languagetool/response.js";
import { toDictionaries } from "../../core/languagetool/words.js";
import { send, sendJson } from "../http.js";
import { ownWordsFor } from "../own-words.js";
import type { Exchange, Route } from "../router.js";
import { validate } from "../validate.js";
import { checkLength } from "./correct.js";
import { readData, readParameters } from "./languagetool-parameters.js";
import { admitWithParameters, answer, PLAIN_TEXT, PROTOCOL } from "./languagetool-protocol.js";
import { languageToolWordsRoutes } from "./languagetool-words.js";

/** `/v2/check`: text in, matches out, as LanguageTool's HTTP API has it. */
async function check(exchange: Exchange): Promise<void> {
  const parameters = await admitWithParameters(exchange, checkParametersSchema);
  const request = toCheckRequest(parameters, readData(parameters.data));
  checkLength(exchange, [request.text.plain]);
  const checked = request.isChecked
    ? await checkCounted(exchange, request, toDictionaries(parameters.dicts))
    : uncheckedSentences(request);
  sendJson(exchange.response, 200, checkResponse(request, checked));
}

async function checkCounted(
  exchange: Exchange,
  request: CheckRequest,
  dictionaries: readonly string[],
) {
  const { context, signal } = exchange;
  const rewriter = await context.rewriter();
  const ownWords = await ownWordsFor(exchange, dictionaries);
  const deadline = request.allowsIncomplete
    ? AbortSignal.timeout(context.config.limits.streamDeadlineMs)
    : undefined;
  const checked = await checkSentences(request, { rewriter, ownWords }, signal, deadline);
  const edits = checked.sentences.flatMap((sentence) => sentence.edits);
  context.metrics.correction(request.text.plain.length, edits);
  exchange.note({ edits: edits.length });
  return checked;
}

/** The addresses that LanguageTool's clients call. What needs no model asks for no key. */
export const languageToolRoutes: readonly Route[] = [
  ...["/v2/check", "/check"].flatMap((path): Route[] => [
    { ...PROTOCOL, admits: true, method: "GET", path, handle: check },
    { ...PROTOCOL, admits: true, method: "POST", path, handle: check },
  ]),
  ...languageToolWordsRoutes,
  ...answer("/v2/languages", ({ response }) => {
    const languages = CHECKED_LANGUAGES.map(({ name, code }) => ({
      name,
      code: "en",
      longCode: code,
    }));
    sendJson(response, 200, languages);
  }),
  ...answer("/v2/healthcheck", ({ response }) => send(response, 200, PLAIN_TEXT, "OK")),
  ...answer(
    "/v2/maxtextlength",
    ({ context, response }) => {
      send(response, 200, PLAIN_TEXT, String(context.config.limits.maxTextChars));
    },
    ["GET", "POST"],
  ),
  ...answer("/v2/info", ({ response }) => sendJson(response, 200, { software: SOFTWARE })),
  ...answer(
    "/v2/configinfo",
    async (exchange) => {
      const { context, response } = exchange;
      const parameters = await readParameters(exchange);
      const { language } = validate(configInfoRequestSchema, parameters, "The request");
      sendJson(response, 200, configInfo(language, context.config.limits.maxTextChars));
    },
    ["GET", "POST"],
  ),
];
