import { checkObjectPath } from "../object-path.js";
import {
  type ObjectInfo,
  ObjectNotFoundError,
  type ObjectStore,
  PreconditionFailedError,
  type WriteOptions,
} from "../object-store.js";

interface Held {
  readonly bytes: Uint8Array;
  readonly generation: string;
  readonly updatedAt: Date;
}

/** Objects by path; several stores over one such map are several processes over one bucket. */
export type Objects = Map<string, Held>;

let generations = 0;

/** An object store in memory. `before` and `after` are called around each change; what they throw is thrown. */
export class MemoryObjectStore implements ObjectStore {
  readonly #objects: Objects;
  readonly #hooks: { before?: (path: string) => void; after?: (path: string) => void };

  constructor(
    objects: Objects = new Map(),
    hooks: { before?: (path: string) => void; after?: (path: string) => void } = {},
  ) {
    this.#objects = objects;
    this.#hooks = hooks;
  }

  async *read(path: string, range?: { start: number; end?: number }): AsyncIterable<Uint8Array> {
    const held = this.#objects.get(checkObjectPath(path));
    if (!held) throw new ObjectNotFoundError(`Nothing is stored at ${path}`);
    const part = held.bytes.subarray(range?.start ?? 0, range?.end);
    if (part.byteLength > 0) yield part;
  }

  async stat(path: string): Promise<ObjectInfo | undefined> {
    const held = this.#objects.get(checkObjectPath(path));
    if (!held) return undefined;
    const { bytes, generation, updatedAt } = held;
    return { path, size: bytes.byteLength, generation, updatedAt };
  }

  async write(
    path: string,
    data: Uint8Array | AsyncIterable<Uint8Array>,
    options: WriteOptions = {},
  ): Promise<string> {
    checkObjectPath(path);
    const chunks: Uint8Array[] = [];
    for await (const chunk of data instanceof Uint8Array ? [data] : data) chunks.push(chunk);
    this.#hooks.before?.(path);
    this.#check(path, options.ifGeneration);
    const generation = String(++generations);
    const bytes = new Uint8Array(Buffer.concat(chunks));
    this.#objects.set(path, { bytes, generation, updatedAt: new Date() });
    this.#hooks.after?.(path);
    return generation;
  }

  async *list(prefix: string): AsyncIterable<ObjectInfo> {
    const paths = [...this.#objects.keys()].filter((path) => path.startsWith(prefix));
    paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const path of paths) {
      const info = await this.stat(path);
      if (info) yield info;
    }
  }

  async delete(path: string, options: { readonly ifGeneration?: string } = {}): Promise<void> {
    checkObjectPath(path);
    this.#hooks.before?.(path);
    this.#check(path, options.ifGeneration);
    this.#objects.delete(path);
    this.#hooks.after?.(path);
  }

  #check(path: string, expected: string | undefined): void {
    const found = this.#objects.get(path)?.generation ?? "absent";
    if (expected !== undefined && expected !== found) {
      throw new PreconditionFailedError(`Expected ${expected} at ${path}, found ${found}`);
    }
  }
}
