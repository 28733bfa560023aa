/** Lets whatever else waits for this thread go first: other requests, messages of other threads. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
