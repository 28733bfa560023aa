import { lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { GramaiError, UnavailableError, UnprocessableError } from "../../core/errors.js";
import { SourceNotFoundError, type WebFile, type WebFiles } from "../../core/ingest/ports.js";
import { isPublicAddress } from "./addresses.js";
import { type AllowedHosts, checkAddress } from "./allowed.js";

const MAX_REDIRECTS = 5;

export interface HttpsOptions extends AllowedHosts {
  /** Silence, in ms, after which a server is given up. Default 30 s. */
  readonly idleMs?: number;
  /** Time for a whole file, in ms. Default one hour. */
  readonly totalMs?: number;
  /** Resolves names; for tests. Default: the system's. */
  readonly lookup?: typeof systemLookup;
}

const IDLE_MS = 30 * 1000;
const TOTAL_MS = 60 * 60 * 1000;

/**
 * Reads files over HTTPS from allowed hosts.
 *
 * Against requests forged through us: the name is resolved once, every address it has must be
 * public, and the connection goes to the address that was checked, so that a second answer of the
 * name server changes nothing. Each redirect is judged like a first request.
 */
export function createHttpsFiles(options: HttpsOptions): WebFiles {
  return {
    async open(address) {
      const deadline = AbortSignal.timeout(options.totalMs ?? TOTAL_MS);
      let url = parse(address);
      for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
        const response = await get(url, options, deadline);
        const status = response.statusCode ?? 0;
        const location = response.headers.location;
        if (status >= 300 && status < 400 && location !== undefined) {
          response.destroy();
          url = parse(location, url);
          continue;
        }
        if (status !== 200) {
          response.destroy();
          throw refused(status, url);
        }
        return toFile(response, url);
      }
      throw new UnprocessableError(`${place(url)} redirects more than ${MAX_REDIRECTS} times`);
    },
  };
}

function parse(address: string, base?: URL): URL {
  try {
    return new URL(address, base);
  } catch (error) {
    throw new UnprocessableError("Expected an address such as https://host/file.csv", {
      cause: error,
    });
  }
}

function get(url: URL, options: HttpsOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const trusted = checkAddress(url, options);
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (!trusted && isIP(literal) !== 0 && !isPublicAddress(literal)) throw notPublic(url);
  const send = url.protocol === "http:" ? httpRequest : httpsRequest;
  const lookup = options.lookup ?? systemLookup;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        signal,
        agent: false,
        timeout: options.idleMs ?? IDLE_MS,
        headers: { "User-Agent": "gramai-ingest", "Accept-Encoding": "identity" },
        lookup: trusted ? lookup : publicOnly(lookup, url),
      },
      resolve,
    );
    request.on("timeout", () => request.destroy(new Error("nothing came for too long")));
    request.on("error", (error) => reject(toFault(error, url)));
    request.end();
  });
}

/** Resolves a name to addresses that are all public, or fails. */
function publicOnly(lookup: typeof systemLookup, url: URL): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) callback(error, "", 0);
      else if (!addresses.every(({ address }) => isPublicAddress(address))) {
        callback(notPublic(url), "", 0);
      } else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? "", addresses[0]?.family ?? 0);
    });
  };
}

function toFile(response: IncomingMessage, url: URL): WebFile {
  const length = response.headers["content-length"];
  const declaredBytes = length === undefined ? undefined : Number(length);
  async function* body(): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    try {
      for await (const chunk of response as AsyncIterable<Uint8Array>) {
        bytes += chunk.byteLength;
        yield chunk;
      }
    } catch (error) {
      const all = declaredBytes === undefined ? "" : ` of ${declaredBytes}`;
      throw new UnavailableError(
        `${place(url)} went away after ${bytes}${all} bytes; nothing of it was used, repeat later`,
        { cause: error },
      );
    }
  }
  const name = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
  return { name, declaredBytes, body: body(), close: () => response.destroy() };
}

function refused(status: number, url: URL): GramaiError {
  if (status === 429 || status >= 500) {
    return new UnavailableError(`${place(url)} answers ${status}; repeat later`, {
      retryAfterS: 30,
    });
  }
  const SourceError = [401, 403, 404].includes(status) ? SourceNotFoundError : UnprocessableError;
  return new SourceError(
    `${place(url)} answers ${status}; check the address and whether it needs a login`,
  );
}

function toFault(error: Error, url: URL): GramaiError {
  if (error instanceof GramaiError) return error;
  const reason = (error as NodeJS.ErrnoException).code ?? error.message;
  return new UnavailableError(`${place(url)} cannot be read: ${reason}; repeat later`, {
    cause: error,
  });
}

function notPublic(url: URL): UnprocessableError {
  return new UnprocessableError(
    `${url.hostname} is an address inside a private network; expected a public host`,
  );
}

/** An address for messages: without query, which may hold a key. */
function place(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
