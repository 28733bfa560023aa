import { describe, expect, it } from "vitest";
import { correctStream, correctText } from "./correct.js";
import { CancelledError } from "./errors.js";
import type { Rewrite, Rewriter } from "./ports.js";
import { ChangingRewriter } from "./test-support/changing-rewriter.js";

const fix = (sentence: string) => sentence.replace(/\bhave\b/g, "has");

describe("a caller who leaves", () => {
  it("hands the caller's signal to the rewriter", async () => {
    const controller = new AbortController();
    const rewriter = new ChangingRewriter(fix);
    rewriter.rewrite = (_sentences, _options, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
        controller.abort(new CancelledError("The caller went away"));
      });
    const correcting = correctText("He have it.", {}, { rewriter }, controller.signal);
    await expect(correcting).rejects.toThrow("The caller went away");
  });

  it("asks the rewriter nothing for a caller who has left", async () => {
    let calls = 0;
    const rewriter = new ChangingRewriter(fix);
    rewriter.rewrite = async () => {
      calls++;
      return [];
    };
    const correcting = correctText("He have it.", {}, { rewriter }, AbortSignal.abort());
    await expect(correcting).rejects.toThrow(CancelledError);
    expect(calls).toBe(0);
  });
});

describe("correctStream", () => {
  it("gives each sentence in order as it comes, in units of the whole text", async () => {
    const text = "He have it. 12.5 She have it.";
    const found = [];
    for await (const sentence of correctStream(text, {}, { rewriter: new ChangingRewriter(fix) })) {
      found.push(sentence);
      for (const edit of sentence.edits) expect(text.slice(edit.start, edit.end)).toBe("have");
    }
    expect(found.map(({ corrected }) => corrected).join(" ")).toBe("He has it. 12.5 She has it.");
  });

  it("yields a sentence before the next is ready, and cancels the rest when left", async () => {
    let signalled: AbortSignal | undefined;
    const rewriter = new ChangingRewriter(fix);
    const slow: Rewriter = {
      info: rewriter.info,
      close: async () => {},
      async rewrite(sentences, options, signal, onRewrite) {
        signalled = signal;
        const [first] = await rewriter.rewrite(sentences.slice(0, 1), options);
        onRewrite?.(0, first as Rewrite);
        return new Promise(() => {});
      },
    };
    for await (const sentence of correctStream(
      "He have it. She have it.",
      {},
      { rewriter: slow },
    )) {
      expect(sentence.corrected).toBe("He has it.");
      break;
    }
    expect(signalled?.aborted).toBe(true);
  });
});
