import { CancelledError, type GramaiError } from "../../core/errors.js";
import type { Rewrite, RewriteOptions } from "../../core/ports.js";

/** Most sentences in one batch: enough to fill two calls of the graph, few to wait for at a text's end. */
const MAX_BATCH_SENTENCES = 8;
/** Most UTF-16 units in one batch, padding included; about 500 tokens. */
const MAX_BATCH_UNITS = 2000;
/** A batch takes sentences up to this many units longer or shorter than its first. */
const LENGTH_SLACK_UNITS = 40;
/** Waiting sentences looked at for one batch. */
const LOOKAHEAD = 256;

/** One sentence that waits for a worker. */
export interface Job {
  readonly sentence: string;
  readonly options: RewriteOptions;
  readonly call: Call;
  /** Its place in the call. */
  readonly index: number;
}

/** One `rewrite` call: its results until all are there. */
export class Call {
  readonly promise: Promise<readonly Rewrite[]>;
  settled = false;
  readonly #results: (Rewrite | undefined)[];
  readonly #onRewrite: ((index: number, rewrite: Rewrite) => void) | undefined;
  #missing: number;
  #resolve: (rewrites: readonly Rewrite[]) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(size: number, onRewrite?: (index: number, rewrite: Rewrite) => void) {
    this.#results = Array.from({ length: size });
    this.#missing = size;
    this.#onRewrite = onRewrite;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  succeed(index: number, rewrite: Rewrite): void {
    if (this.settled) return;
    this.#results[index] = rewrite;
    this.#missing--;
    this.#onRewrite?.(index, rewrite);
    if (this.#missing > 0) return;
    this.settled = true;
    this.#resolve(this.#results as Rewrite[]);
  }

  fail(error: GramaiError | Error): void {
    if (this.settled) return;
    this.settled = true;
    this.#reject(error);
  }
}

/** Sentences in the order they came, handed out in batches of like length. */
export class JobQueue {
  #jobs: Job[] = [];

  get length(): number {
    return this.#jobs.length;
  }

  add(jobs: readonly Job[]): void {
    this.#jobs.push(...jobs);
  }

  /** Removes what waits of a call and ends it as cancelled. */
  cancel(call: Call): void {
    this.#jobs = this.#jobs.filter((job) => job.call !== call);
    call.fail(new CancelledError("The request was cancelled"));
  }

  failAll(error: Error): void {
    for (const { call } of this.#jobs) call.fail(error);
    this.#jobs = [];
  }

  /**
   * The oldest sentence, and those that wait with the same options and come nearest to its length.
   * @param workers that share what waits: towards its end batches get smaller, so that none is
   * waited for long.
   */
  takeBatch(workers: number): Job[] {
    this.#jobs = this.#jobs.filter(({ call }) => !call.settled);
    const first = this.#jobs[0];
    if (first === undefined) return [];
    const size = Math.min(MAX_BATCH_SENTENCES, Math.ceil(this.#jobs.length / workers));
    const nearest = this.#jobs
      .slice(0, LOOKAHEAD)
      .filter((job) => isAlike(first, job))
      .toSorted((a, b) => distance(first, a) - distance(first, b));
    const batch: Job[] = [];
    let longest = 0;
    for (const job of nearest.slice(0, size)) {
      longest = Math.max(longest, job.sentence.length);
      if (batch.length > 0 && (batch.length + 1) * longest > MAX_BATCH_UNITS) break;
      batch.push(job);
    }
    const taken = new Set(batch);
    this.#jobs = this.#jobs.filter((job) => !taken.has(job));
    return batch;
  }
}

/** How far two sentences are from one length, in UTF-16 units. */
function distance(a: Job, b: Job): number {
  return Math.abs(a.sentence.length - b.sentence.length);
}

function isAlike(a: Job, b: Job): boolean {
  return (
    a.options.numBeams === b.options.numBeams &&
    a.options.alternatives === b.options.alternatives &&
    a.options.ownWords?.join() === b.options.ownWords?.join() &&
    distance(a, b) <= LENGTH_SLACK_UNITS
  );
}
