import type { IncomingMessage, ServerResponse } from "node:http";
import {
  GramaiError,
  RateLimitedError,
  UnauthorizedError,
  UnavailableError,
} from "../core/errors.js";

/** HTTP status of each error code; a code that is not here is our own fault and answered with 500. */
const STATUS: Readonly<Record<string, number>> = {
  invalid_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  too_long: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  stored_json: 422,
  unknown_run: 422,
  rate_limited: 429,
  // nginx's number for "the caller went away"; nobody is left to read it, it is for the log.
  cancelled: 499,
  unavailable: 503,
  jobs_unavailable: 503,
  precondition_failed: 503,
  store_unavailable: 503,
};

export interface ErrorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly error: {
      readonly code: string;
      readonly message: string;
      readonly requestId: string;
      readonly issues?: readonly string[];
    };
  };
}

/** Status and body for anything thrown. Unknown errors say nothing of the inside. */
export function toErrorReply(error: unknown, requestId: string): ErrorReply {
  if (error instanceof GramaiError && error.code === "model") {
    // Names files of this machine: for the log, not for callers.
    return toErrorReply(
      new UnavailableError("The model cannot be loaded; the operator's log says why", {
        retryAfterS: 30,
      }),
      requestId,
    );
  }
  const status = error instanceof GramaiError ? STATUS[error.code] : undefined;
  if (!(error instanceof GramaiError) || status === undefined) {
    const message = "Something went wrong on our side; quote the requestId when you report it";
    return { status: 500, headers: {}, body: { error: { code: "internal", message, requestId } } };
  }
  const { code, message, issues } = error;
  return {
    status,
    headers: errorHeaders(error),
    body: { error: { code, message, requestId, ...(issues.length > 0 && { issues }) } },
  };
}

function errorHeaders(error: GramaiError): Readonly<Record<string, string>> {
  if (error instanceof UnavailableError || error instanceof RateLimitedError) {
    return { "Retry-After": String(error.retryAfterS) };
  }
  return error instanceof UnauthorizedError ? { "WWW-Authenticate": "Bearer" } : {};
}

/**
 * On every answer, so that no route can forget one. Pages replace the Content-Security-Policy by
 * one that lets them load their own files.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Referrer-Policy": "no-referrer",
  // Browsers take it over TLS only: it changes nothing on a laptop.
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** The caller's `X-Request-Id` where it is a harmless token of at most 64 characters. */
export function callerRequestId(request: IncomingMessage): string | undefined {
  const value = request.headers["x-request-id"];
  return typeof value === "string" && /^[\w.:-]{1,64}$/.test(value) ? value : undefined;
}

/**
 * Answers with JSON. The caller's text is in it, so nothing on the way may keep it. The type has no
 * charset (RFC 8259: JSON is UTF-8): Emacs' langtool takes no other.
 */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(response, status, "application/json", JSON.stringify(body), {
    "Cache-Control": "no-store",
    ...headers,
  });
}

/** Answers with a whole body of a known type. */
export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    "Content-Type": contentType,
    "Content-Length": Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
