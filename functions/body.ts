import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server } from "node:http";
import { InvalidRequestError, TooLongError, UnsupportedMediaTypeError } from "../core/errors.js";

/** How much of a too long body is read and thrown away so that the caller gets to see the answer. */
const DISCARD_BYTES = 32 * 1024 * 1024;

interface DeclaredBody {
  readonly lengthBytes: number | undefined;
}

const declaredBodies = new WeakMap<IncomingMessage, DeclaredBody>();
const claimedServers = new WeakSet<Server>();
let everyServer = false;
let listening = false;

/**
 * Makes requests reach our handler with their bodies unread, also of callers that close their side.
 *
 * functions-framework parses bodies before it calls the function: broken JSON is answered with an
 * HTML page that holds a stack trace, the parser's message, which quotes the body, is printed to
 * the log, and compressed bodies are inflated to 1 GB. It offers no switch, so we take the length
 * headers off each request before its parsers look for them (Node tells of new requests on the
 * diagnostics channel `http.server.request.start`); Node's own framing of the body is done by then.
 * An undecodable path, for which express answers in the same way, is replaced by one we do not
 * serve. `body.test.ts` pins all of it; if it breaks, the framework has moved its parsers.
 *
 * @param server The server to act on; without it every server of this process, as is right where
 * the framework's command line starts the only one.
 */
export function claimBodies(server?: Server): void {
  if (server) claimedServers.add(server);
  else everyServer = true;
  if (listening) return;
  listening = true;
  subscribe("http.server.request.start", (message) => {
    const started = message as { request: IncomingMessage; server: Server };
    if (!everyServer && !claimedServers.has(started.server)) return;
    // Else Node closes our side as soon as a caller has closed its own, and `callerGone` has no say.
    Object.assign(started.server, { httpAllowHalfOpen: true });
    claim(started.request);
  });
}

function claim(request: IncomingMessage): void {
  const length = request.headers["content-length"];
  declaredBodies.set(request, { lengthBytes: length === undefined ? undefined : Number(length) });
  delete request.headers["content-length"];
  delete request.headers["transfer-encoding"];
  const path = request.url?.split("?", 1)[0] ?? "/";
  if (!isDecodable(path)) request.url = "/%EF%BF%BD";
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads a claimed request's body.
 * @throws TooLongError beyond `maxBytes`; up to 32 MiB more are discarded first, because a caller
 * that is still sending does not see an answer.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const tooLong = () =>
    new TooLongError(`Expected a body of at most ${maxBytes} bytes, got a longer one`);
  const declared = declaredBodies.get(request)?.lengthBytes ?? 0;
  if (declared > maxBytes + DISCARD_BYTES) throw tooLong();

  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    total += chunk.byteLength;
    if (total <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (total > maxBytes + DISCARD_BYTES) break;
  }
  if (total > maxBytes) throw tooLong();
  return Buffer.concat(chunks);
}

/**
 * Reads a JSON body; `undefined` when there is none and `optional` allows it.
 * @throws UnsupportedMediaTypeError, InvalidRequestError, TooLongError: each names what was expected
 * and quotes nothing of the body.
 */
export async function readJson(
  request: IncomingMessage,
  options: { readonly maxBytes: number; readonly optional?: boolean },
): Promise<unknown> {
  const bytes = await readBody(request, options.maxBytes);
  if (bytes.byteLength === 0) {
    if (options.optional) return undefined;
    throw new InvalidRequestError("Expected a JSON object as body, got an empty body");
  }
  requireJson(request);
  return parseJson(decodeUtf8(bytes));
}

function requireJson(request: IncomingMessage): void {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    throw new UnsupportedMediaTypeError("Expected a body without Content-Encoding");
  }
  const [type = "", ...parameters] = (request.headers["content-type"] ?? "")
    .toLowerCase()
    .split(";");
  if (type.trim() !== "application/json") {
    throw new UnsupportedMediaTypeError("Expected Content-Type: application/json");
  }
  const charset = parameters.map((part) => part.trim()).find((part) => part.startsWith("charset="));
  if (charset && !/^charset="?utf-?8"?$/.test(charset)) {
    throw new UnsupportedMediaTypeError("Expected the body in UTF-8");
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidRequestError("Expected the body in UTF-8, got bytes that are not");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the parser's message: it quotes the text.
    throw new InvalidRequestError("Expected a JSON object as body, got broken JSON");
  }
}
