import type { ServerResponse } from "node:http";
import type { z } from "zod";
import { type ErrorReply, send } from "../http.js";
import type { Exchange, Route } from "../router.js";
import { validate } from "../validate.js";
import { readParameters } from "./languagetool-parameters.js";

export const PLAIN_TEXT = "text/plain; charset=utf-8";

/** LanguageTool's errors are plain text, and too many requests are forbidden. */
function sendError(response: ServerResponse, { status, headers, body }: ErrorReply): void {
  send(response, status === 429 ? 403 : status, PLAIN_TEXT, `Error: ${body.error.message}`, {
    "Cache-Control": "no-store",
    ...headers,
  });
}

/** What all of LanguageTool's addresses have in common. */
export const PROTOCOL = { sendError, crossOrigin: true, mayCloseFirst: true } as const;

/**
 * An address that asks for no key, since it neither corrects nor keeps anything. LanguageTool's own
 * client posts to some of them.
 */
export function answer(
  path: string,
  handle: (exchange: Exchange) => void | Promise<void>,
  methods: readonly Route["method"][] = ["GET"],
): Route[] {
  return methods.map((method) => ({
    ...PROTOCOL,
    method,
    path,
    open: true,
    handle: async (exchange) => handle(exchange),
  }));
}

/**
 * Lets the caller in by a header's key or the parameter `apiKey`, and checks the parameters.
 * @throws UnauthorizedError, RateLimitedError, InvalidRequestError and what `readParameters` throws.
 */
export async function admitWithParameters<S extends z.ZodType>(
  exchange: Exchange,
  schema: S,
): Promise<z.infer<S>> {
  const parameters = await readParameters(exchange);
  const { apiKey } = parameters;
  exchange.admit(typeof apiKey === "string" ? apiKey : undefined);
  return validate(schema, parameters, "The request");
}
