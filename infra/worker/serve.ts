import { type MessagePort, parentPort } from "node:worker_threads";
import { ModelError } from "../../core/errors.js";
import type { RewriteBatch, WorkerReply, WorkerRequest } from "./protocol.js";

/** The life of a worker thread: load the model, say so, answer requests until told to close. */
export async function serveRewrites(load: () => Promise<RewriteBatch>): Promise<void> {
  const port = parentPort as MessagePort;
  const reply = (message: WorkerReply): void => {
    port.postMessage(message);
  };
  let rewrite: RewriteBatch;
  try {
    rewrite = await load();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    reply({ type: "failed", message: error.message });
    port.close();
    return;
  }
  port.on("message", async (request: WorkerRequest) => {
    if (request.type === "close") {
      port.close();
      return;
    }
    const { id, sentences, options } = request;
    try {
      reply({ type: "rewritten", id, rewrites: await rewrite(sentences, options) });
    } catch (error) {
      // The class alone: a runtime's message may quote its input.
      reply({ type: "error", id, reason: error instanceof Error ? error.name : "unknown error" });
    }
  });
  reply({ type: "ready" });
}
