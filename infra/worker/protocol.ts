import type { Rewrite, RewriteOptions } from "../../core/ports.js";

/** What the pool asks of a worker: perhaps "prepare", once "load", then what it likes. */
export type WorkerRequest =
  /** What it is likely to be told to load, to begin with. */
  | { readonly type: "prepare"; readonly data: unknown }
  /** What to load: the pool's `workerData`. */
  | { readonly type: "load"; readonly data: unknown }
  | {
      readonly type: "rewrite";
      readonly id: number;
      readonly sentences: readonly string[];
      readonly options: RewriteOptions;
    }
  /** Nobody waits for these sentences any more. */
  | { readonly type: "cancel"; readonly id: number }
  | { readonly type: "close" };

/** What a worker says: once "ready" or "failed", then one answer per request. */
export type WorkerReply =
  | { readonly type: "ready" }
  /** The model cannot be loaded; `message` is safe to show. */
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "rewritten"; readonly id: number; readonly rewrites: readonly Rewrite[] }
  /** The runtime failed on these sentences; `reason` holds none of their text. */
  | { readonly type: "error"; readonly id: number; readonly reason: string };

/**
 * Rewrites a batch of sentences, one result each, in order. It may give up once the signal fires.
 */
export type RewriteBatch = (
  sentences: readonly string[],
  options: RewriteOptions,
  signal: AbortSignal,
) => Promise<readonly Rewrite[]>;
