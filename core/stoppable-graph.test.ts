import { MessageChannel } from "node:worker_threads";
import { expect, it } from "vitest";
import { decodeGreedy } from "./decode.js";
import { CancelledError } from "./errors.js";
import type { Seq2SeqGraph } from "./graph.js";
import { stoppable } from "./stoppable-graph.js";
import { ScriptedGraph } from "./test-support/scripted-graph.js";

const END = 1;
const SOURCE = { source: [5, 6, 7, 8, END], copy: [5, 6, 7, 8] };

/**
 * Decodes one sentence token by token. The signal fires for a message from outside, as a worker
 * gets one from its pool; it is sent in the n-th call of the decoder.
 */
async function decodeUntil(firesIn: number) {
  const controller = new AbortController();
  const { port1, port2 } = new MessageChannel();
  port2.on("message", () => controller.abort());
  const scripted = new ScriptedGraph(() => [9, 10, 11, 12, END]);
  let calls = 0;
  const counting: Seq2SeqGraph = {
    encode: (sources) => scripted.encode(sources),
    decode: (...call) => {
      if (++calls === firesIn) port1.postMessage("cancel");
      return scripted.decode(...call);
    },
  };
  const model = {
    graph: stoppable(counting, controller.signal),
    tokens: { pad: 0, eos: END, decoderStart: 0 },
    vocabulary: [],
    costs: new Uint8Array(20),
    maxTargetTokens: 50,
  };
  const options = { alternatives: 0, strategy: "greedy" as const };
  const outcome = await decodeGreedy(model, [SOURCE], options).catch((error: unknown) => error);
  port1.close();
  return { calls, outcome };
}

it("makes no call after the one in which it is told to stop", async () => {
  const { calls, outcome } = await decodeUntil(2);
  expect(calls).toBe(2);
  expect(outcome).toBeInstanceOf(CancelledError);
});

it("decodes as without it while nobody tells it to", async () => {
  const { calls, outcome } = await decodeUntil(99);
  expect(calls).toBe(5);
  expect(outcome).toMatchObject([{ stop: "end" }]);
});
