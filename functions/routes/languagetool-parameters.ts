import { InvalidRequestError, UnsupportedMediaTypeError } from "../../core/errors.js";
import { type CheckData, checkDataSchema } from "../../core/languagetool/request.js";
import { readBody } from "../body.js";
import type { Exchange } from "../router.js";
import { validate } from "../validate.js";

/**
 * The parameters of a request as they came: from the query, and from the body of a POST, JSON or a
 * form, which comes before the query. The body's first character tells which it is: clients'
 * content types do not.
 * @throws InvalidRequestError, UnsupportedMediaTypeError, TooLongError. None quotes the request.
 */
export async function readParameters({
  request,
  rawQuery,
  context,
}: Exchange): Promise<Readonly<Record<string, unknown>>> {
  const query = parseForm(rawQuery);
  if (request.method !== "POST") return query;
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    throw new UnsupportedMediaTypeError("Expected a body without Content-Encoding");
  }
  const body = decodeUtf8(await readBody(request, context.config.limits.maxBodyBytes));
  const form = body.trimStart().startsWith("{")
    ? (parseJson(body, "a form or a JSON object as body") as Readonly<Record<string, unknown>>)
    : parseForm(body.trim());
  return { ...query, ...form };
}

/**
 * The parameter `data`, which forms carry as JSON text.
 * @throws InvalidRequestError saying what was expected and where.
 */
export function readData(data: string | CheckData | undefined): CheckData | undefined {
  if (typeof data !== "string") return data;
  return validate(checkDataSchema, parseJson(data, "data as JSON"), "The parameter data");
}

/** Names and values of a form; the last of several values counts, as in LanguageTool. */
function parseForm(form: string): Readonly<Record<string, string>> {
  const pairs = form.split("&").flatMap((pair): [string, string][] => {
    if (pair === "") return [];
    const at = pair.indexOf("=");
    const name = at < 0 ? pair : pair.slice(0, at);
    return [[decodeForm(name), at < 0 ? "" : decodeForm(pair.slice(at + 1))]];
  });
  return Object.fromEntries(pairs);
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new InvalidRequestError("Expected the parameters percent-encoded in UTF-8");
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidRequestError("Expected the body in UTF-8, got bytes that are not");
  }
}

function parseJson(text: string, expected: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the parser's message: it quotes the text.
    throw new InvalidRequestError(`Expected ${expected}, got broken JSON`);
  }
}
