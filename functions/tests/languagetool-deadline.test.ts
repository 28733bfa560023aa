import { expect, it } from "vitest";
import { CancelledError } from "../../core/errors.js";
import { checkResponseSchema } from "../../core/languagetool/response.js";
import type { Rewriter } from "../../core/ports.js";
import { startServer, substitutingRewriter } from "./util.js";

/** Answers the first call, and holds all others until they are cancelled. */
function stuckAfterOne(): Rewriter {
  const quick = substitutingRewriter();
  let calls = 0;
  return {
    ...quick,
    rewrite: (sentences, options, signal) => {
      if (calls++ === 0) return quick.rewrite(sentences, options);
      return new Promise((_, reject) => {
        const cancel = () => reject(new CancelledError("The request was cancelled"));
        signal?.addEventListener("abort", cancel);
      });
    },
  };
}

it("answers with what is checked when the deadline comes, where the client allows it", async () => {
  const server = await startServer({
    env: { GRAMAI_STREAM_DEADLINE_S: "1" },
    overrides: { loadRewriter: async () => stuckAfterOne() },
  });
  const text = Array.from({ length: 20 }, (_, i) => `He have ${i} cars.`).join(" ");
  const body = new URLSearchParams({ language: "en-US", text, allowIncompleteResults: "true" });
  const response = await fetch(`${server.url}/v2/check`, { method: "POST", body });
  const { warnings, matches, sentenceRanges } = checkResponseSchema.parse(await response.json());
  await server.close();
  expect(warnings).toEqual({
    incompleteResults: true,
    incompleteResultsReason: expect.stringContaining("send the rest again"),
  });
  // The four sentences of the first call; the second was cancelled.
  expect(sentenceRanges).toHaveLength(4);
  expect(matches.map(({ offset }) => offset)).toEqual([3, 19, 35, 51]);
});
