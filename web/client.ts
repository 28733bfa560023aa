// The only file that fetches: from the page's own origin, nowhere else.
import type { FeedbackRequest } from "../core/feedback.js";
import type { CorrectBatchResponse, CorrectRequest, CorrectResponse } from "../core/request.js";
import type { VariantChoice } from "./variant-choice.js";

export type Edit = CorrectResponse["edits"][number];

/** What one request is answered with: the edits of each text, in order, and who found them. */
export interface Answer {
  readonly edits: readonly (readonly Edit[])[];
  readonly model: CorrectResponse["model"];
}

/**
 * Texts in, their edits out; each text stands for itself.
 * @throws ServiceError unless `signal` fired.
 */
export type Correct = (texts: readonly string[], signal: AbortSignal) => Promise<Answer>;

/** What to do about a failure: try again, ask the writer for a key, or leave these texts unchecked. */
export type Remedy = "retry" | "key" | "skip";

/** The service refused or could not be reached; `message` is for the reader. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly remedy: Remedy;
  /** Seconds the service asked to be left alone. */
  readonly retryAfterS: number | undefined;

  constructor(message: string, remedy: Remedy, retryAfterS?: number) {
    super(message);
    this.remedy = remedy;
    this.retryAfterS = retryAfterS;
  }
}

/** What every request carries; read anew for each, as the writer may change it meanwhile. */
export interface RequestSettings {
  readonly apiKey: string;
  /** Edits below this confidence (0..1) are not wanted; undefined leaves it to the model. */
  readonly minConfidence: number | undefined;
  readonly variant: VariantChoice;
  /** The writer's own words: right as they are. */
  readonly words: readonly string[];
}

/** Replacements asked for beside the best one. */
const ALTERNATIVES = 3;

/** What the operator has switched on beside correcting. */
export interface Features {
  /** Accepted and dismissed suggestions are taken as feedback. */
  readonly feedback: boolean;
}

/** Asks the service what it offers; nothing where it does not answer. */
export async function fetchFeatures(): Promise<Features> {
  const response = await fetch("/readyz").catch(() => undefined);
  const body = (await response?.json().catch(() => undefined)) as
    | { features?: { feedback?: unknown } }
    | undefined;
  return { feedback: body?.features?.feedback === true };
}

/** Tells the service what a writer who agreed decided. A failure loses it: nobody waits for it. */
export function sendFeedback(feedback: FeedbackRequest, apiKey: string): void {
  void fetch("/v1/feedback", {
    method: "POST",
    headers: headers(apiKey),
    body: JSON.stringify(feedback),
    keepalive: true,
  }).catch(() => undefined);
}

/** Has the page's own service correct texts. */
export function createClient(settings: () => RequestSettings): Correct {
  return async (texts, signal) => {
    const { apiKey, minConfidence, variant, words } = settings();
    const body: CorrectRequest = {
      texts: [...texts],
      options: {
        alternatives: ALTERNATIVES,
        ...(words.length > 0 && { ignoreWords: [...words] }),
        ...(minConfidence !== undefined && { minConfidence }),
        ...(variant !== "as-written" && { variant }),
      },
    };
    const response = await fetch("/v1/correct", {
      method: "POST",
      headers: headers(apiKey),
      body: JSON.stringify(body),
      signal,
    }).catch((error: unknown) => {
      if (signal.aborted) throw error;
      throw new ServiceError("The service cannot be reached.", "retry");
    });
    if (!response.ok) throw await toError(response);
    const answer = response.json().catch((error: unknown) => {
      if (signal.aborted) throw error;
      throw new ServiceError("The answer of the service was cut off.", "retry");
    });
    const { results, model } = (await answer) as CorrectBatchResponse;
    return { edits: results.map(({ edits }) => edits), model };
  };
}

function headers(apiKey: string): Record<string, string> {
  return { "Content-Type": "application/json", ...(apiKey && { "X-Api-Key": apiKey }) };
}

async function toError(response: Response): Promise<ServiceError> {
  const body = (await response.json().catch(() => undefined)) as
    | { error?: { message?: string } }
    | undefined;
  const reason = body?.error?.message ?? `The service answered ${response.status}.`;
  const after = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return new ServiceError(reason, remedyOf(response.status), after > 0 ? after : undefined);
}

function remedyOf(status: number): Remedy {
  if (status === 401 || status === 403) return "key";
  return status === 429 || status >= 500 ? "retry" : "skip";
}
