import type { Rewriter } from "../core/ports.js";
import type { Metrics } from "./metrics.js";

/** The same rewriter, with its work counted: sentences under way, tokens, calls of the decoder. */
export function countingRewriter(rewriter: Rewriter, metrics: Metrics): Rewriter {
  return {
    info: rewriter.info,
    close: () => rewriter.close(),
    async rewrite(sentences, ...rest) {
      metrics.sentencesUnderWay(sentences.length);
      try {
        const rewrites = await rewriter.rewrite(sentences, ...rest);
        for (const { stats } of rewrites) metrics.decoding(stats);
        return rewrites;
      } finally {
        metrics.sentencesUnderWay(-sentences.length);
      }
    },
  };
}
