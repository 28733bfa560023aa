import type { IncomingMessage, ServerResponse } from "node:http";
import { GramaiError, MethodNotAllowedError, NotFoundError } from "../core/errors.js";
import { callerGone } from "./caller.js";
import type { Context } from "./context.js";
import { crossOriginHeaders, preflightHeaders } from "./cors.js";
import {
  callerRequestId,
  type ErrorReply,
  SECURITY_HEADERS,
  sendJson,
  toErrorReply,
} from "./http.js";
import { traceFields } from "./log.js";

/** One request with what its handler needs. */
export interface Exchange {
  readonly context: Context;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  /** The query string without its "?", undecoded. */
  readonly rawQuery: string;
  /** Fires when the caller goes away before the answer is complete. */
  readonly signal: AbortSignal;
  /** Name of the caller's key; undefined where no keys are asked for. */
  readonly caller: string | undefined;
  /**
   * Lets the caller in and counts the request; for routes with `admits` alone.
   * @param key the key among the request's parameters, which counts where no header of ours has one.
   * @throws UnauthorizedError, RateLimitedError
   */
  admit(key?: string): void;
  /** Adds numbers to the request's log line. Never text. */
  note(numbers: Readonly<Record<string, number>>): void;
}

export interface Route {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Served without a key even where keys are asked for. */
  readonly open?: boolean;
  /** The handler calls `admit` itself, before anything else that costs: the key may be a parameter. */
  readonly admits?: boolean;
  /** Pages of the origins that the operator names may call it. */
  readonly crossOrigin?: boolean;
  /** Callers may close their sending side before they read, as Emacs' langtool does. */
  readonly mayCloseFirst?: boolean;
  /** Writes an error in the protocol of this address; default: as JSON. */
  readonly sendError?: (response: ServerResponse, reply: ErrorReply) => void;
  handle(exchange: Exchange): Promise<void>;
}

/** An HTTP function that serves `routes` and answers everything else with an error that says what is there. */
export function createHandler(
  getContext: () => Context,
  routes: readonly Route[],
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const context = getContext();
    const { corsOrigins } = context.config;
    const startedMs = performance.now();
    const requestId = callerRequestId(request) ?? context.newId();
    const [path = "/", rawQuery = ""] = splitOnce(request.url ?? "/", "?");
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    const numbers: Record<string, number> = {};
    let fault: unknown;
    response.setHeader("X-Request-Id", requestId);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    let caller: string | undefined;
    let route: Route | undefined;
    const gone = callerGone(request, response, () => route?.mayCloseFirst === true);
    try {
      const preflight = preflightHeaders(method, request.headers);
      const isShared = routes.some((there) => there.path === path && there.crossOrigin);
      const shared = crossOriginHeaders(request.headers, isShared ? corsOrigins : []);
      for (const [name, value] of Object.entries(shared)) response.setHeader(name, value);
      if (preflight && shared["Access-Control-Allow-Origin"]) {
        response.writeHead(204, preflight).end();
      } else {
        route = find(routes, method, path);
        const exchange: Exchange = {
          context,
          request,
          response,
          requestId,
          rawQuery,
          signal: gone,
          get caller() {
            return caller;
          },
          admit: (key) => {
            caller = context.access(request.headers, key);
          },
          note: (more) => Object.assign(numbers, more),
        };
        if (!route.open && !route.admits) exchange.admit();
        await route.handle(exchange);
      }
    } catch (error) {
      fault = error;
      answerError(error, requestId, response, route?.sendError);
    }
    const known = routes.some((route) => route.path === path);
    const durationMs = performance.now() - startedMs;
    const status = gone.aborted ? 499 : response.statusCode;
    if (fault instanceof GramaiError) context.metrics.refusal(fault.code);
    const shown = known ? path : "other";
    context.metrics.request(shown, method, status, durationMs / 1000);
    const traceparent = header(request, "traceparent");
    const tracing = await context.tracing();
    const traceId = tracing?.record({
      traceparent,
      method,
      route: shown,
      status,
      durationMs,
      numbers,
    });
    context.log[status === 500 ? "error" : "info"](
      {
        requestId,
        route: shown,
        method,
        status,
        ...(caller && { caller }),
        durationMs: Math.round(durationMs * 10) / 10,
        ...numbers,
        ...(status === 500 && { fault: describeFault(fault) }),
        ...traceFields(traceparent, context.config.log.project, traceId),
      },
      "request",
    );
  };
}

function find(routes: readonly Route[], method: string, path: string): Route {
  const here = routes.filter((route) => route.path === path);
  if (here.length === 0) {
    const paths = [...new Set(routes.map((route) => route.path))].join(", ");
    throw new NotFoundError(`Nothing is served at this address; expected one of ${paths}`);
  }
  const route = here.find((candidate) => candidate.method === method);
  if (!route) {
    const allowed = here.map((candidate) => candidate.method);
    throw new MethodNotAllowedError(`Expected ${allowed.join(" or ")} at ${path}`, {
      issues: allowed,
    });
  }
  return route;
}

function answerError(
  error: unknown,
  requestId: string,
  response: ServerResponse,
  sendError: Route["sendError"] = sendJsonError,
): void {
  const reply = toErrorReply(error, requestId);
  if (response.writableEnded || response.destroyed) return;
  if (response.headersSent) {
    // A stream under way: its last line says why it ends.
    response.end(`${JSON.stringify(reply.body)}\n`);
    return;
  }
  if (reply.status === 413) response.setHeader("Connection", "close");
  if (error instanceof MethodNotAllowedError) response.setHeader("Allow", error.issues.join(", "));
  sendError(response, reply);
}

function sendJsonError(response: ServerResponse, { status, headers, body }: ErrorReply): void {
  sendJson(response, status, body, headers);
}

/** Class and place of an unforeseen error; its message might quote a caller's text. */
function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = error.stack?.split("\n").find((line) => line.trimStart().startsWith("at "));
  return `${error.name} ${place?.trim() ?? ""}`.trim();
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
