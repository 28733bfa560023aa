import { GramaiError } from "./errors.js";

/** What is known of a stored object without reading it. */
export interface ObjectInfo {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Changes with every write of the object; opaque. */
  readonly generation: string;
  readonly updatedAt: Date;
}

export interface WriteOptions {
  /** Write only over this generation, or only where nothing is ("absent"). Default: whatever is there. */
  readonly ifGeneration?: string | "absent";
  readonly contentType?: string;
}

/** The object is not there. */
export class ObjectNotFoundError extends GramaiError {
  override readonly name = "ObjectNotFoundError";
  readonly code = "object_not_found";
}

/** Somebody else wrote the object meanwhile: the generation asked for is not the one that is there. */
export class PreconditionFailedError extends GramaiError {
  override readonly name = "PreconditionFailedError";
  readonly code = "precondition_failed";
}

/** A passing fault of the store (503, timeout, full disk): the same call may work later. */
export class StoreUnavailableError extends GramaiError {
  override readonly name = "StoreUnavailableError";
  readonly code = "store_unavailable";
}

/**
 * A bucket, or a folder on a laptop. Paths are relative, "/"-separated, without "." or ".." parts.
 * A write is seen whole or not at all.
 */
export interface ObjectStore {
  /** Bytes in chunks, from `start` up to `end` (exclusive). @throws ObjectNotFoundError */
  read(path: string, range?: { start: number; end?: number }): AsyncIterable<Uint8Array>;
  /** Undefined when nothing is there. */
  stat(path: string): Promise<ObjectInfo | undefined>;
  /** The new generation. @throws PreconditionFailedError */
  write(
    path: string,
    data: Uint8Array | AsyncIterable<Uint8Array>,
    options?: WriteOptions,
  ): Promise<string>;
  /** Every object whose path starts with `prefix`, in path order. */
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /** No error when nothing is there. @throws PreconditionFailedError */
  delete(path: string, options?: { readonly ifGeneration?: string }): Promise<void>;
}
