import { type MessagePort, parentPort } from "node:worker_threads";
import { ModelError } from "../../core/errors.js";
import { stepBack } from "./priority.js";
import type { RewriteBatch, WorkerReply, WorkerRequest } from "./protocol.js";

/**
 * The life of a worker thread: load the model it is told to, say so, answer requests until told to
 * close.
 * @param prepare begins with what `load` will probably be asked for; what goes wrong is for `load`
 * to tell.
 */
export function serveRewrites<Data, Place = unknown>(
  load: (data: Data) => Promise<RewriteBatch>,
  prepare: (place: Place) => void = () => undefined,
): void {
  const port = parentPort as MessagePort;
  const reply = (message: WorkerReply): void => {
    port.postMessage(message);
  };
  let rewrite: RewriteBatch;
  const start = async (data: Data): Promise<void> => {
    try {
      rewrite = await load(data);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      reply({ type: "failed", message: error.message });
      port.close();
      return;
    }
    stepBack();
    reply({ type: "ready" });
  };
  const atWork = new Map<number, AbortController>();
  port.on("message", async (request: WorkerRequest) => {
    if (request.type === "prepare") {
      prepare(request.data as Place);
      return;
    }
    if (request.type === "load") {
      await start(request.data as Data);
      return;
    }
    if (request.type === "close") {
      port.close();
      return;
    }
    const { id } = request;
    if (request.type === "cancel") {
      atWork.get(id)?.abort();
      return;
    }
    const controller = new AbortController();
    atWork.set(id, controller);
    try {
      const rewrites = await rewrite(request.sentences, request.options, controller.signal);
      reply({ type: "rewritten", id, rewrites });
    } catch (error) {
      // The class alone: a runtime's message may quote its input.
      reply({ type: "error", id, reason: error instanceof Error ? error.name : "unknown error" });
    } finally {
      atWork.delete(id);
    }
  });
}
