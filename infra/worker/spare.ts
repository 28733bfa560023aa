import { RewriteWorker } from "./worker.js";

/** Threads that nothing has asked for yet, by their entry. */
const spares = new Map<string, RewriteWorker>();

/**
 * Starts a thread ahead of the pool that will want one, so that it imports what it needs while the
 * caller still imports the rest of the program. It does not hold the process open.
 * @param entry module that the thread runs; see `workerEntry`.
 * @param place what it is likely to be told to load, for it to begin with.
 */
export function startSpare(entry: URL, place?: unknown): void {
  const spare = new RewriteWorker(entry);
  if (place !== undefined) spare.prepare(place);
  spares.set(entry.href, spare);
}

/** The thread started ahead with this entry; undefined where there is none, or none any more. */
export function takeSpare(entry: URL): RewriteWorker | undefined {
  const spare = spares.get(entry.href);
  spares.delete(entry.href);
  return spare?.isAlive ? spare : undefined;
}
