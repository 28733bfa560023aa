import type {
  CorrectBatchResponse,
  CorrectRequest,
  CorrectResponse,
  SentenceLine,
  WarningLine,
} from "../core/request.js";
import { ApiError, DeadlineError, type ErrorBody } from "./errors.js";
import { jsonLines } from "./lines.js";
import { type Connection, post } from "./request.js";

export { ApiError, ConnectionError, DeadlineError } from "./errors.js";
export type { CorrectBatchResponse, CorrectResponse, SentenceLine };

/** Options of a correction, as `/v1/correct` has them. */
export type CorrectOptions = NonNullable<CorrectRequest["options"]>;

export interface ClientOptions {
  /** Where the service is, e.g. `http://localhost:8080`. */
  readonly baseUrl: string;
  /** Where the service asks for keys. */
  readonly apiKey?: string;
  /** Tries after the first while the service is busy (429, 503). Minimum 0, default 3. */
  readonly retries?: number;
}

/** Corrects text with a GramAI service. All calls throw `ApiError` and `ConnectionError`. */
export interface Client {
  /** One text. Offsets of its edits are UTF-16 units, as JavaScript's strings have them. */
  correct(text: string, options?: CorrectOptions, signal?: AbortSignal): Promise<CorrectResponse>;
  /** Several texts, each on its own; one result per text, in order. */
  correctAll(
    texts: readonly string[],
    options?: CorrectOptions,
    signal?: AbortSignal,
  ): Promise<CorrectBatchResponse>;
  /**
   * The sentences of a long text as they are ready, in order. Leaving the loop stops the work.
   * @throws DeadlineError after the last sentence where the service ran out of time.
   */
  stream(text: string, options?: CorrectOptions, signal?: AbortSignal): AsyncIterable<SentenceLine>;
}

/**
 * A client of a GramAI service, for browsers and Node: it needs `fetch` and nothing else.
 * @throws TypeError when `baseUrl` is not an address.
 */
export function createClient({ baseUrl, apiKey, retries = 3 }: ClientOptions): Client {
  if (!/^https?:\/\/[^/]/.test(baseUrl)) {
    throw new TypeError(`Expected baseUrl as in http://localhost:8080, got "${baseUrl}"`);
  }
  const connection: Connection = { baseUrl: baseUrl.replace(/\/+$/, ""), apiKey, retries };
  const ask = async (body: unknown, signal: AbortSignal | undefined) =>
    (await post(connection, body, "application/json", signal)).json();
  return {
    correct: (text, options, signal) => ask({ text, options }, signal),
    correctAll: (texts, options, signal) => ask({ texts, options }, signal),
    stream: (text, options, signal) => stream(connection, { text, options }, signal),
  };
}

async function* stream(
  connection: Connection,
  body: unknown,
  signal: AbortSignal | undefined,
): AsyncGenerator<SentenceLine> {
  const response = await post(connection, body, "application/x-ndjson", signal);
  if (!response.body) return;
  for await (const line of jsonLines(response.body, signal)) {
    const { warning, error } = line as Partial<WarningLine> & { readonly error?: ErrorBody };
    if (error) throw new ApiError(response.status, error, error.message);
    if (warning) throw new DeadlineError(warning.message, warning.checkedTo);
    yield line as SentenceLine;
  }
}
