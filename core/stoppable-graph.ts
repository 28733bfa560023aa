import { CancelledError } from "./errors.js";
import type { Seq2SeqGraph } from "./graph.js";

/**
 * A graph that takes no further call once a signal has fired, so that whoever decodes with it ends
 * after the call in hand.
 * @throws CancelledError from both calls, then.
 */
export function stoppable(graph: Seq2SeqGraph, signal: AbortSignal): Seq2SeqGraph {
  const check = (): void => {
    if (signal.aborted) throw new CancelledError("The request was cancelled");
  };
  return {
    async encode(sources) {
      check();
      return graph.encode(sources);
    },
    async decode(encoded, rows, topK) {
      check();
      return graph.decode(encoded, rows, topK);
    },
  };
}
