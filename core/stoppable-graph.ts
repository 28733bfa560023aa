import type { Seq2SeqGraph } from "./graph.js";
import { nextTurnUnlessStopped } from "./next-turn.js";

/**
 * A graph that begins no call once a signal has fired, so that whoever decodes with it ends after
 * the call in hand. Before each call the thread takes what has come in, or the signal that came
 * during the last one would be heard only after the next.
 * @throws CancelledError from both calls, then.
 */
export function stoppable(graph: Seq2SeqGraph, signal: AbortSignal): Seq2SeqGraph {
  return {
    async encode(sources) {
      await nextTurnUnlessStopped(signal);
      return graph.encode(sources);
    },
    async decode(encoded, rows, topK) {
      await nextTurnUnlessStopped(signal);
      return graph.decode(encoded, rows, topK);
    },
  };
}
