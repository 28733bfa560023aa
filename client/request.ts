import { ApiError, ConnectionError, type ErrorBody } from "./errors.js";

/** Statuses that say "not now": a later try may succeed. */
const PASSING = [429, 503];

/** Wait before the first retry; doubled for each further one unless the service says how long. */
const FIRST_WAIT_MS = 250;

/** Longest wait that a service may ask for. */
const MAX_WAIT_MS = 60_000;

export interface Connection {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  /** Tries after the first. */
  readonly retries: number;
}

/**
 * POST to `/v1/correct`, tried again where the service is busy.
 * @throws ApiError, ConnectionError; the signal's reason when it fires.
 */
export async function post(
  { baseUrl, apiKey, retries }: Connection,
  body: unknown,
  accept: string,
  signal: AbortSignal | undefined,
): Promise<Response> {
  for (let tried = 0; ; tried++) {
    signal?.throwIfAborted();
    const response = await fetch(`${baseUrl}/v1/correct`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: accept,
        ...(apiKey !== undefined && { "X-Api-Key": apiKey }),
      },
      body: JSON.stringify(body),
      signal: signal ?? null,
    }).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new ConnectionError(`Cannot reach ${baseUrl}`, { cause });
    });
    if (response.ok) return response;
    const { error } = (await response.json().catch(() => ({}))) as { error?: ErrorBody };
    if (!PASSING.includes(response.status) || tried >= retries) {
      throw new ApiError(response.status, error, `The service answered ${response.status}`);
    }
    await pause(waitMs(response.headers.get("retry-after"), tried), signal);
  }
}

function waitMs(retryAfter: string | null, tried: number): number {
  const seconds = Number(retryAfter ?? Number.NaN);
  const backoff = FIRST_WAIT_MS * 2 ** tried * (1 + Math.random());
  return Math.min(MAX_WAIT_MS, Number.isFinite(seconds) ? Math.max(seconds * 1000, 1) : backoff);
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
