import { ModelError } from "../../core/errors.js";
import type { ModelInfo, Rewriter } from "../../core/ports.js";

export interface FollowOptions {
  /** The version that should serve; null: the model that comes with the product. */
  target(): Promise<string | null>;
  /** @throws ModelError when the version must not serve. */
  load(version: string | null): Promise<Rewriter>;
  /** Milliseconds between looks at the target. */
  readonly pollMs: number;
  /** A new version serves. */
  onSwap(info: ModelInfo): void;
  /** A version was refused; the one that served goes on. */
  onRefused(version: string | null, reason: string): void;
  /** The target could not be looked up, or the version not be fetched; it is tried again. */
  onFault(error: unknown): void;
}

/** A version that did not pass its checks. */
export interface Refusal {
  readonly version: string | null;
  readonly reason: string;
}

/** How long a model that was replaced waits for requests that hold it and pause between calls. */
const RETIRE_MS = 30_000;

/**
 * A rewriter that follows an alias: loads the version it points to, serves it, and replaces it
 * when the alias moves, without dropping a request. A version that is missing, damaged or answers
 * its probes wrongly is refused and the old one goes on; a start with a refused version falls back
 * to the model that comes with the product.
 */
export class FollowingRewriter implements Rewriter {
  readonly #options: FollowOptions;
  #current: Held;
  #refused: Refusal | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #closed = false;
  readonly #retired: Held[] = [];

  private constructor(options: FollowOptions, first: Held) {
    this.#options = options;
    this.#current = first;
    this.#schedule();
  }

  /** @throws ModelError when not even the model that comes with the product loads. */
  static async start(options: FollowOptions): Promise<FollowingRewriter> {
    let refused: Refusal | undefined;
    let version: string | null = null;
    try {
      version = await options.target();
      const first = new Held(version, await options.load(version));
      return new FollowingRewriter(options, first);
    } catch (error) {
      if (version === null && error instanceof ModelError) throw error;
      if (error instanceof ModelError) {
        refused = { version, reason: error.message };
        options.onRefused(version, error.message);
      } else options.onFault(error);
    }
    const fallback = new FollowingRewriter(options, new Held(null, await options.load(null)));
    fallback.#refused = refused;
    return fallback;
  }

  get info(): ModelInfo {
    return this.#current.rewriter.info;
  }

  /** The version that was refused last, as long as the alias points to it. */
  get refused(): Refusal | undefined {
    return this.#refused;
  }

  /** The model that serves now, for the whole of one request: it does not change half way. */
  pin(): Rewriter {
    const held = this.#current;
    return {
      info: held.rewriter.info,
      rewrite: (...call) => (held.closed ? this.#current : held).rewrite(...call),
      close: async () => undefined,
    };
  }

  rewrite: Rewriter["rewrite"] = (...call) => this.#current.rewrite(...call);

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all([this.#current, ...this.#retired].map((held) => held.close()));
  }

  /** Looks at the target now; resolves when it serves or is refused. */
  refresh(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    let version: string | null;
    try {
      version = await this.#options.target();
    } catch (error) {
      this.#options.onFault(error);
      return;
    }
    if (version === this.#current.version) {
      this.#refused = undefined;
      return;
    }
    if (this.#refused?.version === version) return;
    try {
      const next = new Held(version, await this.#options.load(version));
      const old = this.#current;
      this.#current = next;
      this.#refused = undefined;
      this.#retired.push(old);
      old.retire(() => this.#retired.splice(this.#retired.indexOf(old), 1));
      this.#options.onSwap(next.rewriter.info);
    } catch (error) {
      if (!(error instanceof ModelError)) {
        this.#options.onFault(error);
        return;
      }
      this.#refused = { version, reason: error.message };
      this.#options.onRefused(version, error.message);
    }
  }

  #schedule(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      void this.refresh().finally(() => this.#schedule());
    }, this.#options.pollMs);
    this.#timer.unref();
  }
}

/** A model with the number of calls it has under way. */
class Held {
  readonly version: string | null;
  readonly rewriter: Rewriter;
  closed = false;
  #calls = 0;
  #onRetired: (() => void) | undefined;

  constructor(version: string | null, rewriter: Rewriter) {
    this.version = version;
    this.rewriter = rewriter;
  }

  rewrite: Rewriter["rewrite"] = async (...call) => {
    this.#calls++;
    try {
      return await this.rewriter.rewrite(...call);
    } finally {
      this.#calls--;
      await this.#closeRetired();
    }
  };

  /** Closes as soon as nothing is under way and nobody who pinned it can be expected back. */
  retire(onRetired: () => void): void {
    setTimeout(() => {
      this.#onRetired = onRetired;
      void this.#closeRetired();
    }, RETIRE_MS).unref();
  }

  async #closeRetired(): Promise<void> {
    if (!this.#onRetired || this.#calls > 0) return;
    this.#onRetired();
    this.#onRetired = undefined;
    await this.close();
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.rewriter.close();
  }
}
