import { GramaiError } from "../core/errors.js";

/** Fields of a log line for a message that could not be handled: every fault, no text of the message. */
export function describeFailure(error: unknown): Record<string, unknown> {
  if (!(error instanceof GramaiError)) {
    return { fault: error instanceof Error ? error.name : typeof error };
  }
  return { code: error.code, fault: error.message, faults: error.issues };
}
