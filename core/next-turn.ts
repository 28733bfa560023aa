import { CancelledError } from "./errors.js";

/** Lets whatever else waits for this thread go first: other requests, messages of other threads. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * The same, between two stretches of work that nobody may want any more by then.
 * @throws CancelledError where the signal has fired.
 */
export async function nextTurnUnlessStopped(signal: AbortSignal | undefined): Promise<void> {
  await nextTurn();
  if (signal?.aborted) throw new CancelledError("The request was cancelled");
}
