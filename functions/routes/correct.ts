import type { Correction } from "../../core/correct.js";
import { TooLongError, UnprocessableError } from "../../core/errors.js";
import { correctDocument, type DocumentOptions } from "../../core/formats/correct.js";
import type { Rewriter } from "../../core/ports.js";
import { correctRequestSchema } from "../../core/request.js";
import { readJson } from "../body.js";
import { mapLimited } from "../concurrency.js";
import { sendJson } from "../http.js";
import { ownWordsFor } from "../own-words.js";
import type { Exchange, Route } from "../router.js";
import { validate } from "../validate.js";
import { streamCorrection, streamType } from "./correct-stream.js";

/** Texts of one request in work together: enough to fill the workers' batches, few enough for the queue. */
const TEXTS_AT_ONCE = 16;

/** `POST /v1/correct`: text in, corrected text and its edits out; a line or event per sentence when asked to stream. */
export const correctRoute: Route = {
  method: "POST",
  path: "/v1/correct",
  crossOrigin: true,
  async handle(exchange) {
    const { limits } = exchange.context.config;
    const body = await readJson(exchange.request, { maxBytes: limits.maxBodyBytes });
    const request = validate(correctRequestSchema, body, "The request");
    const texts = "text" in request ? [request.text] : request.texts;
    const stream = streamType(exchange);
    checkLength(exchange, texts, stream ? limits.maxStreamChars : limits.maxTextChars);

    const rewriter = await exchange.context.rewriter();
    const options = { ...request.options, ownWords: await ownWordsFor(exchange) };
    if (stream) {
      if (!("text" in request)) {
        throw new UnprocessableError("Expected `text` for a streamed answer, got `texts`");
      }
      await streamCorrection(exchange, stream, request.text, options, rewriter);
      return;
    }
    const results = await mapLimited(texts, TEXTS_AT_ONCE, (text) =>
      correctCounted(exchange, text, options, rewriter),
    );
    exchange.note({ edits: results.reduce((sum, result) => sum + result.edits.length, 0) });
    const { name, version } = rewriter.info;
    const rest = { model: { name, version }, requestId: exchange.requestId };
    const [first] = results;
    const answer = "text" in request ? { ...first, ...rest } : { results, ...rest };
    sendJson(exchange.response, 200, answer);
  },
};

/** @throws TooLongError naming the limit when the texts together are longer than this instance takes. */
export function checkLength(
  exchange: Exchange,
  texts: readonly string[],
  maxTextChars = exchange.context.config.limits.maxTextChars,
): void {
  const chars = texts.reduce((sum, text) => sum + text.length, 0);
  exchange.note({ chars });
  if (chars > maxTextChars) {
    throw new TooLongError(
      `Expected at most ${maxTextChars} characters (UTF-16 units) of text, got ${chars}`,
    );
  }
}

/** Corrects one text and counts it in the metrics. */
export async function correctCounted(
  exchange: Exchange,
  text: string,
  options: DocumentOptions,
  rewriter: Rewriter,
): Promise<Correction> {
  const correction = await correctDocument(text, options, { rewriter }, exchange.signal);
  exchange.context.metrics.correction(text.length, correction.edits);
  return { corrected: correction.corrected, edits: correction.edits };
}
