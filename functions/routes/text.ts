import * as z from "zod";
import { InvalidRequestError, UnprocessableError } from "../../core/errors.js";
import { MAX_BEAMS } from "../../core/request.js";
import { readJson } from "../body.js";
import { sendJson } from "../http.js";
import { ownWordsFor } from "../own-words.js";
import type { Exchange, Route } from "../router.js";
import { validate } from "../validate.js";
import { checkLength, correctCounted } from "./correct.js";

/** Body of the earlier GramAI service. The lengths were limits of its generator, in tokens. */
export const textBodySchema = z
  .object({
    num_beams: z.int().min(1).max(MAX_BEAMS).optional().meta({
      description: "Beams of the search; 1 (default) is greedy and fastest",
    }),
    min_length: z.int().min(0).optional().meta({
      description:
        "Accepted for callers of the earlier service; a correction is as long as it needs to be",
    }),
    max_length: z.int().min(1).optional().meta({
      description: "Accepted for callers of the earlier service; nothing is ever cut",
    }),
  })
  .meta({ id: "TextOptions" });

export const textResponseSchema = z
  .strictObject({ corrected: z.string() })
  .meta({ id: "TextResponse" });

/** `POST /text/?input_sentence=…`, the earlier service's one route: answers `{"corrected": "…"}`. */
async function handle(exchange: Exchange): Promise<void> {
  const { limits } = exchange.context.config;
  const text = readQueryValue(exchange.rawQuery, "input_sentence");
  const body = await readJson(exchange.request, { maxBytes: limits.maxBodyBytes, optional: true });
  const options = validate(textBodySchema, body === undefined ? {} : body, "The body");
  const { min_length: min = 0, max_length: max = Number.POSITIVE_INFINITY } = options;
  if (min > max) {
    throw new UnprocessableError(`Expected min_length <= max_length, got ${min} and ${max}`);
  }
  checkLength(exchange, [text]);
  const rewriter = await exchange.context.rewriter();
  const correctOptions = { numBeams: options.num_beams, ownWords: await ownWordsFor(exchange) };
  const { corrected, edits } = await correctCounted(exchange, text, correctOptions, rewriter);
  exchange.note({ edits: edits.length });
  sendJson(exchange.response, 200, { corrected });
}

export const textRoutes: readonly Route[] = [
  { method: "POST", path: "/text/", crossOrigin: true, handle },
  { method: "POST", path: "/text", crossOrigin: true, handle },
];

/**
 * The one value of `name` in a query string, form-decoded ("+" is a space).
 * @throws InvalidRequestError when it is missing, given twice or not UTF-8.
 */
export function readQueryValue(rawQuery: string, name: string): string {
  const values = rawQuery
    .split("&")
    .filter((pair) => pair === name || pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value] = values;
  if (value === undefined || values.length > 1) {
    throw new InvalidRequestError(
      `Expected the query parameter ${name} once, got it ${values.length} times`,
    );
  }
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    throw new InvalidRequestError(`Expected ${name} percent-encoded in UTF-8`);
  }
}
