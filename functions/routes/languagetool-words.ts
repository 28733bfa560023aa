import { NotFoundError } from "../../core/errors.js";
import {
  changeWordSchema,
  listWordsSchema,
  pageOf,
  toDictionaries,
} from "../../core/languagetool/words.js";
import { DEFAULT_DICTIONARY, type WordLists } from "../../core/word-lists.js";
import { refuseForeignPages } from "../cors.js";
import { sendJson } from "../http.js";
import type { Exchange, Route } from "../router.js";
import { admitWithParameters, PROTOCOL } from "./languagetool-protocol.js";

/** `GET /v2/words`: the caller's words, a page at a time. */
async function list(exchange: Exchange): Promise<void> {
  const parameters = await admitWithParameters(exchange, listWordsSchema);
  const lists = await wordLists(exchange);
  const words = await lists.words(exchange.caller, toDictionaries(parameters.dicts));
  sendJson(exchange.response, 200, { words: pageOf(words, parameters) });
}

/** `POST /v2/words/add` and `/v2/words/delete`: one word of one dictionary of the caller. */
async function change(exchange: Exchange, what: "add" | "delete"): Promise<boolean> {
  refuseForeignPages(exchange.request.headers, exchange.context.config.corsOrigins);
  const { word, dict } = await admitWithParameters(exchange, changeWordSchema);
  const lists = await wordLists(exchange);
  return lists[what](exchange.caller, dict ?? DEFAULT_DICTIONARY, word);
}

async function wordLists({ context }: Exchange): Promise<WordLists> {
  const lists = await context.wordLists();
  if (lists) return lists;
  throw new NotFoundError(
    "This instance keeps no words; its operator can name a store in GRAMAI_BUCKET or GRAMAI_STORE",
  );
}

/** LanguageTool's addresses for personal dictionaries. */
export const languageToolWordsRoutes: readonly Route[] = [
  { ...PROTOCOL, admits: true, method: "GET", path: "/v2/words", handle: list },
  {
    ...PROTOCOL,
    admits: true,
    method: "POST",
    path: "/v2/words/add",
    handle: async (exchange) =>
      sendJson(exchange.response, 200, { added: await change(exchange, "add") }),
  },
  {
    ...PROTOCOL,
    admits: true,
    method: "POST",
    path: "/v2/words/delete",
    handle: async (exchange) =>
      sendJson(exchange.response, 200, { deleted: await change(exchange, "delete") }),
  },
];
