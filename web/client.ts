import type { CorrectResponse } from "../core/request.js";

export type Correct = (text: string, signal: AbortSignal) => Promise<CorrectResponse>;

/** The service refused or could not be reached; `message` is for the reader. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
}

/** The only place that fetches. `baseUrl` is "" for the page's own origin. */
export function createClient(baseUrl: string): Correct {
  return async (text, signal) => {
    const response = await fetch(`${baseUrl}/v1/correct`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text }),
      signal,
    }).catch((error: unknown) => {
      if (signal.aborted) throw error;
      throw new ServiceError("The service cannot be reached.", { cause: error });
    });
    if (!response.ok) throw new ServiceError(await reasonOf(response));
    return (await response.json()) as CorrectResponse;
  };
}

async function reasonOf(response: Response): Promise<string> {
  const body = (await response.json().catch(() => undefined)) as
    | { error?: { message?: string } }
    | undefined;
  return body?.error?.message ?? `The service answered ${response.status}.`;
}
