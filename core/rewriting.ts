import { Arrivals } from "./arrivals.js";
import { UnavailableError } from "./errors.js";
import type { Rewrite, RewriteOptions, Rewriter } from "./ports.js";

/** Sentences given to the rewriter first: few, so that the first result is there soon. */
const FIRST_WINDOW = 4;

/** Sentences given to it at a time after that: enough for full batches, few beside its queue. */
const WINDOW = 128;

/**
 * The rewrites of many sentences, taken in order. The rewriter is given one window of them after
 * another, the next when half of the last is taken: a long text takes no more of its queue than a
 * short one, and leaves room between windows for other callers.
 */
export class Rewriting {
  readonly #rewriter: Rewriter;
  readonly #sentences: Iterator<string>;
  readonly #options: RewriteOptions;
  readonly #signal: AbortSignal;
  readonly #arrivals = new Arrivals<Rewrite>();
  #given = 0;
  /** Settles when the last window is done. */
  #last: Promise<void> = Promise.resolve();

  constructor(
    rewriter: Rewriter,
    sentences: Iterable<string>,
    options: RewriteOptions,
    signal: AbortSignal,
  ) {
    this.#rewriter = rewriter;
    this.#sentences = sentences[Symbol.iterator]();
    this.#options = options;
    this.#signal = signal;
    this.#giveTo(FIRST_WINDOW);
    this.#giveTo(WINDOW);
  }

  /**
   * The rewrite of one sentence; to be called with rising indices.
   * @throws UnavailableError, CancelledError as the rewriter does.
   */
  async take(index: number): Promise<Rewrite> {
    if (index >= this.#given - WINDOW / 2) this.#giveTo(this.#given + WINDOW);
    return this.#arrivals.take(index);
  }

  #giveTo(end: number): void {
    const from = this.#given;
    const window: string[] = [];
    for (let next = from; next < end; next++) {
      const sentence = this.#sentences.next();
      if (sentence.done) break;
      window.push(sentence.value);
    }
    if (window.length === 0) return;
    this.#given = from + window.length;
    const told = new Set<number>();
    const run = () =>
      this.#rewriter.rewrite(window, this.#options, this.#signal, (i, rewrite) => {
        told.add(i);
        this.#arrivals.add(from + i, rewrite);
      });
    const before = this.#last;
    this.#last = run()
      .catch(async (error: unknown) => {
        // A text that is half done is not given up because the queue is full for the moment.
        if (from === 0 || !(error instanceof UnavailableError)) throw error;
        await before;
        return run();
      })
      .then((rewrites) => {
        for (const [i, rewrite] of rewrites.entries()) {
          if (!told.has(i)) this.#arrivals.add(from + i, rewrite);
        }
      })
      .catch((error: unknown) => this.#arrivals.fail(error));
  }
}
