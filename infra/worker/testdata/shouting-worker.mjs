// A worker that speaks the pool's protocol without a model: it shouts. Sentences can make its thread
// fail ("throw"), die ("crash"), or hold its answer ("wait") until told to go on over a channel, or
// until it is cancelled.
import { parentPort } from "node:worker_threads";

let gate;
let batches = 0;
let cancel = () => {};

async function answer({ id, sentences }) {
  batches++;
  if (sentences.includes("crash")) process.exit(3);
  if (sentences.includes("throw")) {
    parentPort.postMessage({ type: "error", id, reason: "RangeError" });
    return;
  }
  if (sentences.includes("wait")) {
    gate.postMessage("waiting");
    const isCancelled = await new Promise((resolve) => {
      gate.onmessage = ({ data }) => data === "go on" && resolve(false);
      cancel = () => resolve(true);
    });
    if (isCancelled) {
      parentPort.postMessage({ type: "error", id, reason: "CancelledError" });
      return;
    }
  }
  // The batch's number in place of a probability, so that tests see what went together.
  const rewrites = sentences.map((sentence) => ({
    text: sentence.toUpperCase(),
    tokens: [],
    endLogProb: -batches,
    stats: { decoderCalls: 1, sourceTokens: 1, targetTokens: 1 },
  }));
  parentPort.postMessage({ type: "rewritten", id, rewrites });
}

function close() {
  gate.close();
  parentPort.close();
}

function load({ data: { channel, failure } }) {
  gate = new BroadcastChannel(channel);
  if (failure === undefined) {
    parentPort.postMessage({ type: "ready" });
  } else {
    parentPort.postMessage({ type: "failed", message: failure });
    close();
  }
}

const acts = { load, close, cancel: () => cancel(), rewrite: answer };
parentPort.on("message", (request) => acts[request.type](request));
