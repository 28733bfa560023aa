import { Worker } from "node:worker_threads";
import { ModelError, UnavailableError } from "../../core/errors.js";
import type { Rewrite, RewriteOptions } from "../../core/ports.js";
import type { WorkerReply, WorkerRequest } from "./protocol.js";

interface Pending {
  resolve(rewrites: readonly Rewrite[]): void;
  reject(error: Error): void;
}

/** The pool's end of one worker thread. It holds the process open from `load` on. */
export class RewriteWorker {
  /** Resolves when the thread has ended, for whatever reason. */
  readonly exited: Promise<void>;
  isAlive = true;
  readonly #thread: Worker;
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;
  readonly #ready = withResolvers();

  /** @param entry module that the thread runs; see `workerEntry`. */
  constructor(entry: URL) {
    this.#thread = new Worker(entry, { execArgv: [] });
    this.#thread.unref();
    // Told to whoever calls `load`.
    this.#ready.promise.catch(() => undefined);
    this.#thread.on("message", (reply: WorkerReply) => this.#receive(reply));
    let cause: unknown;
    this.#thread.on("error", (error) => {
      cause = error;
    });
    this.exited = new Promise((ended) => {
      this.#thread.on("exit", (code) => {
        this.#end(code, cause);
        ended();
      });
    });
  }

  /** Has the thread begin with what `load` will probably ask for. */
  prepare(place: unknown): void {
    this.#post({ type: "prepare", data: place });
  }

  /**
   * Loads what the thread is to rewrite with; to be called once.
   * @throws ModelError when that cannot be loaded.
   */
  load(data: unknown): Promise<void> {
    this.#thread.ref();
    this.#post({ type: "load", data });
    return this.#ready.promise;
  }

  /** @throws UnavailableError when the thread dies over it. */
  rewrite(sentences: readonly string[], options: RewriteOptions): Promise<readonly Rewrite[]> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#post({ type: "rewrite", id, sentences, options });
    });
  }

  /** Has the thread give up what it is at; its calls end as those of a failed one. */
  cancel(): void {
    for (const id of this.#pending.keys()) this.#post({ type: "cancel", id });
  }

  /** Lets the work in hand finish, then ends the thread. */
  async close(): Promise<void> {
    if (this.isAlive) this.#post({ type: "close" });
    await this.exited;
  }

  #post(request: WorkerRequest): void {
    this.#thread.postMessage(request);
  }

  #receive(reply: WorkerReply): void {
    if (reply.type === "ready") this.#ready.resolve();
    else if (reply.type === "failed") this.#ready.reject(new ModelError(reply.message));
    else {
      const pending = this.#pending.get(reply.id);
      this.#pending.delete(reply.id);
      if (reply.type === "rewritten") pending?.resolve(reply.rewrites);
      else pending?.reject(new Error(`The model failed on this text (${reply.reason})`));
    }
  }

  #end(code: number, cause: unknown): void {
    this.isAlive = false;
    this.#ready.reject(
      new ModelError(`The model's worker stopped with code ${code} while loading`, { cause }),
    );
    for (const { reject } of this.#pending.values()) {
      reject(new UnavailableError("The worker that held this text stopped; try again", { cause }));
    }
    this.#pending.clear();
  }
}

function withResolvers() {
  let resolve: () => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
