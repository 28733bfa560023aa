import { GramaiError, UnavailableError } from "./errors.js";
import { JobsUnavailableError } from "./job-runner.js";
import { PreconditionFailedError, StoreUnavailableError } from "./object-store.js";

/** An event names a run that nobody asked for. */
export class UnknownRunError extends GramaiError {
  override readonly name = "UnknownRunError";
  readonly code = "unknown_run";
}

/**
 * Whether the same message may work later. Faults we did not foresee count as passing: after some
 * deliveries the message is a dead letter, not lost.
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof GramaiError)) return true;
  return [
    UnavailableError,
    StoreUnavailableError,
    PreconditionFailedError,
    JobsUnavailableError,
  ].some((kind) => error instanceof kind);
}
