import type { IncomingHttpHeaders } from "node:http";
import { ForbiddenError } from "../core/errors.js";

/** What a page of another origin may send and read. Cookies are not among it: none are used. */
const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  "Access-Control-Allow-Methods": "GET, POST",
  "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Api-Key, X-Request-Id",
  "Access-Control-Max-Age": "86400",
};

/**
 * Headers that let a page of another origin read an answer (Fetch standard, "CORS protocol").
 * @param origins that may; "*" stands for all.
 */
export function crossOriginHeaders(
  { origin }: IncomingHttpHeaders,
  origins: readonly string[],
): Readonly<Record<string, string>> {
  if (origins.length === 0) return {};
  // The answer depends on who asks: caches must know.
  const vary = { Vary: "Origin" };
  if (origin === undefined || !(origins.includes("*") || origins.includes(origin))) return vary;
  return {
    ...vary,
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Expose-Headers": "Retry-After, X-Gramai-Model, X-Request-Id",
    "Cross-Origin-Resource-Policy": "cross-origin",
  };
}

/** Further headers of the answer to a browser that asks before it sends a request; else undefined. */
export function preflightHeaders(
  method: string,
  headers: IncomingHttpHeaders,
): Readonly<Record<string, string>> | undefined {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined
    ? PREFLIGHT_HEADERS
    : undefined;
}

/**
 * Refuses what a web page of another origin sends: browsers let any page send a form, and an
 * instance without keys would take it for its user's. Programs and add-ons, which have no web origin,
 * and pages of the origins named pass.
 * @param origins that may; "*" stands for all.
 * @throws ForbiddenError
 */
export function refuseForeignPages(
  { origin, host }: IncomingHttpHeaders,
  origins: readonly string[],
): void {
  const isPage = origin !== undefined && (origin === "null" || /^https?:/.test(origin));
  if (!isPage || origins.includes("*") || origins.includes(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new ForbiddenError(
    "Pages of this origin may not change words here; the operator can name it in GRAMAI_CORS_ORIGINS",
  );
}
