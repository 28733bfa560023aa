import { CancelledError, ModelError, UnavailableError } from "../../core/errors.js";
import type { ModelInfo, Rewrite, RewriteOptions, Rewriter } from "../../core/ports.js";
import { Call, type Job, JobQueue } from "./queue.js";
import { takeSpare } from "./spare.js";
import { RewriteWorker } from "./worker.js";

export interface PoolOptions {
  readonly info: ModelInfo;
  /** Module that each worker runs; see `workerEntry`. */
  readonly entry: URL;
  /** What each worker loads. */
  readonly workerData: unknown;
  /** Worker threads. Minimum 1. */
  readonly workers: number;
  /** Sentences that may wait; a call that finds this many waiting is refused. Minimum 1. */
  readonly maxQueue: number;
}

/**
 * Shares sentences among worker threads, so that inference never blocks the caller's thread.
 * @throws ModelError when a worker cannot load the model.
 */
export async function createPool(options: PoolOptions): Promise<Rewriter> {
  const pool = new WorkerPool(options);
  try {
    await pool.start();
  } catch (error) {
    await pool.close();
    throw error;
  }
  return pool;
}

class WorkerPool implements Rewriter {
  readonly info: ModelInfo;
  readonly #options: PoolOptions;
  readonly #queue = new JobQueue();
  readonly #idle: RewriteWorker[] = [];
  /** What each worker is at. */
  readonly #atWork = new Map<RewriteWorker, readonly Job[]>();
  readonly #workers = new Set<RewriteWorker>();
  /** Set once nothing can be served any more. */
  #closed: Error | undefined;

  constructor(options: PoolOptions) {
    this.info = options.info;
    this.#options = options;
  }

  /** Settles when the first worker is ready: sentences need not wait for the others. */
  async start(): Promise<void> {
    await this.#spawn();
    for (let others = 1; others < this.#options.workers; others++) void this.#spawnOther();
  }

  rewrite(
    sentences: readonly string[],
    options: RewriteOptions,
    signal?: AbortSignal,
    onRewrite?: (index: number, rewrite: Rewrite) => void,
  ): Promise<readonly Rewrite[]> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (signal?.aborted) return Promise.reject(new CancelledError("The request was cancelled"));
    if (sentences.length === 0) return Promise.resolve([]);
    if (this.#queue.length >= this.#options.maxQueue) {
      return Promise.reject(
        new UnavailableError(`${this.#queue.length} sentences are waiting already; try again soon`),
      );
    }
    const call = new Call(sentences.length, onRewrite);
    const cancel = (): void => this.#cancel(call);
    signal?.addEventListener("abort", cancel, { once: true });
    this.#queue.add(sentences.map((sentence, index) => ({ sentence, options, call, index })));
    this.#dispatch();
    return call.promise.finally(() => signal?.removeEventListener("abort", cancel));
  }

  async close(): Promise<void> {
    this.#closed ??= new UnavailableError("The model has been closed");
    this.#queue.failAll(this.#closed);
    await Promise.all(Array.from(this.#workers, (worker) => worker.close()));
  }

  #cancel(call: Call): void {
    this.#queue.cancel(call);
    for (const [worker, batch] of this.#atWork) {
      if (batch.every((job) => job.call.settled)) worker.cancel();
    }
  }

  async #spawn(): Promise<void> {
    const { entry, workerData } = this.#options;
    const worker = takeSpare(entry) ?? new RewriteWorker(entry);
    this.#workers.add(worker);
    try {
      await worker.load(workerData);
    } catch (error) {
      this.#workers.delete(worker);
      throw error;
    }
    worker.exited.then(() => this.#replace(worker));
    this.#idle.push(worker);
    this.#dispatch();
  }

  #dispatch(): void {
    while (this.#idle.length > 0) {
      const batch = this.#queue.takeBatch(this.#workers.size);
      if (batch.length === 0) return;
      void this.#run(this.#idle.pop() as RewriteWorker, batch);
    }
  }

  async #run(worker: RewriteWorker, batch: readonly Job[]): Promise<void> {
    const options = (batch[0] as Job).options;
    this.#atWork.set(worker, batch);
    try {
      const rewrites = await worker.rewrite(
        batch.map(({ sentence }) => sentence),
        options,
      );
      batch.forEach(({ call, index }, i) => {
        call.succeed(index, rewrites[i] as Rewrite);
      });
    } catch (error) {
      for (const { call } of batch) call.fail(error as Error);
    } finally {
      this.#atWork.delete(worker);
    }
    if (worker.isAlive) this.#idle.push(worker);
    this.#dispatch();
  }

  /** A worker that dies at work is replaced; one that cannot even load its model is not. */
  async #replace(dead: RewriteWorker): Promise<void> {
    this.#workers.delete(dead);
    const place = this.#idle.indexOf(dead);
    if (place >= 0) this.#idle.splice(place, 1);
    if (this.#closed === undefined) await this.#spawnOther();
  }

  /** A worker beside others: what fails with it matters where none is left. */
  async #spawnOther(): Promise<void> {
    try {
      await this.#spawn();
    } catch (error) {
      if (this.#closed !== undefined || this.#workers.size > 0) return;
      this.#closed = new ModelError("No worker can load the model any more", { cause: error });
      this.#queue.failAll(this.#closed);
    }
  }
}
