import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { RateLimitedError, UnauthorizedError } from "../core/errors.js";
import type { ApiKey } from "./api-keys.js";

/**
 * Names the caller of a request; undefined where no keys are asked for.
 * @param parameter the key as a parameter of the request, where its protocol has one.
 */
export type Access = (headers: IncomingHttpHeaders, parameter?: string) => string | undefined;

/** Headers longer than this are not hashed. */
const MAX_KEY_CHARS = 256;

/**
 * Lets a request in when its `X-Api-Key`, else its parameter, else its bearer token, is one of `keys`, and no more
 * often than that key allows: a token bucket that holds one minute's worth, per instance. The rate
 * of a whole service is therefore at most the key's rate times its instances.
 *
 * Keys are kept as SHA-256 digests; that suffices because they are random (`npm run api-key`), not
 * chosen by people. Every digest is compared, each in constant time.
 *
 * @param nowMs A clock that never goes back.
 * @throws UnauthorizedError, RateLimitedError from the returned function. Neither quotes the key.
 */
export function createAccess(
  keys: readonly ApiKey[],
  nowMs: () => number = () => performance.now(),
): Access {
  if (keys.length === 0) return () => undefined;
  const entries = keys.map((key) => ({
    id: key.id,
    digest: Buffer.from(key.sha256, "hex"),
    take: createBucket(key.requestsPerMinute, nowMs),
  }));
  return (headers, parameter) => {
    const key = presentedKey(headers, parameter);
    if (key === undefined) {
      throw new UnauthorizedError(
        "Expected an API key in the header X-Api-Key, or as Authorization: Bearer; got none",
      );
    }
    const digest = createHash("sha256").update(key).digest();
    const [found] = entries.filter((entry) => timingSafeEqual(entry.digest, digest));
    if (!found) throw new UnauthorizedError("The API key is not known here; ask the operator");
    const waitS = found.take();
    if (waitS > 0) {
      throw new RateLimitedError(`Too many requests with this key; try again in ${waitS} s`, {
        retryAfterS: waitS,
      });
    }
    return found.id;
  };
}

function presentedKey(headers: IncomingHttpHeaders, parameter?: string): string | undefined {
  const own = headers["x-api-key"];
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const key = typeof own === "string" ? own : parameter || bearer;
  return key && key.length <= MAX_KEY_CHARS ? key : undefined;
}

/** Takes one token, or says in how many whole seconds the next one is there. */
function createBucket(perMinute: number, nowMs: () => number): () => number {
  let tokens = perMinute;
  let atMs = nowMs();
  return () => {
    const now = nowMs();
    tokens = Math.min(perMinute, tokens + ((now - atMs) * perMinute) / 60_000);
    atMs = now;
    if (tokens < 1) return Math.ceil(((1 - tokens) * 60) / perMinute);
    tokens -= 1;
    return 0;
  };
}
