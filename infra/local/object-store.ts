import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkObjectPath, RESERVED_PART } from "../../core/object-path.js";
import {
  type ObjectInfo,
  ObjectNotFoundError,
  type ObjectStore,
  PreconditionFailedError,
  type WriteOptions,
} from "../../core/object-store.js";
import { withFileLock } from "./file-lock.js";
import { isOwnerRunning, OWNER } from "./owner.js";
import { isMissing, toStoreError } from "./store-errors.js";
import { walk } from "./walk.js";

const CHUNK_BYTES = 1 << 20;

/**
 * A folder as a bucket: an object is the file at its path, so people and other programs may read the
 * folder and drop files into it. Any number of processes may use the same folder.
 *
 * A write goes to a temporary file that is renamed into place. Its generation is the file's
 * modification time in microseconds, which each write moves on, with inode and size (a file that
 * another program put there has one too).
 */
export class FolderObjectStore implements ObjectStore {
  readonly #root: string;
  readonly #own: string;
  readonly #writing = new Map<string, Promise<unknown>>();
  #swept: Promise<void> | undefined;

  constructor(root: string) {
    this.#root = root;
    this.#own = join(root, RESERVED_PART);
  }

  async *read(path: string, range?: { start: number; end?: number }): AsyncIterable<Uint8Array> {
    const file = await open(this.#file(path), "r").catch((error: unknown) => {
      throw isMissing(error) ? notFound(path) : toStoreError(error, "read", path);
    });
    try {
      if ((await file.stat()).isDirectory()) throw notFound(path);
      let at = range?.start ?? 0;
      const end = range?.end ?? Number.POSITIVE_INFINITY;
      while (at < end) {
        const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, end - at));
        const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } catch (error) {
      throw toStoreError(error, "read", path);
    } finally {
      await file.close();
    }
  }

  async stat(path: string): Promise<ObjectInfo | undefined> {
    const stats = await this.#stats(path);
    return stats && toInfo(path, stats);
  }

  async write(
    path: string,
    data: Uint8Array | AsyncIterable<Uint8Array>,
    options: WriteOptions = {},
  ): Promise<string> {
    const target = this.#file(path);
    this.#swept ??= this.#sweep();
    await this.#swept;
    const temporary = join(this.#own, "tmp", `${OWNER}-${crypto.randomUUID()}`);
    try {
      await fill(temporary, data, path);
      return await this.#exclusively(path, "write", async () => {
        const before = await this.#stats(path);
        checkGeneration(path, before, options.ifGeneration);
        await touch(temporary, before);
        await mkdir(dirname(target), { recursive: true });
        const generation = toGeneration(await stat(temporary, { bigint: true }));
        await rename(temporary, target);
        return generation;
      });
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  async *list(prefix: string): AsyncIterable<ObjectInfo> {
    const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    for await (const path of walk(this.#root, folder, prefix)) {
      const info = await this.stat(path);
      // Gone since the folder was read.
      if (info) yield info;
    }
  }

  async delete(path: string, options: { readonly ifGeneration?: string } = {}): Promise<void> {
    const target = this.#file(path);
    await this.#exclusively(path, "delete", async () => {
      const before = await this.#stats(path);
      checkGeneration(path, before, options.ifGeneration);
      if (before) await rm(target, { force: true });
    });
  }

  #file(path: string): string {
    return join(this.#root, checkObjectPath(path));
  }

  async #stats(path: string): Promise<BigIntStats | undefined> {
    try {
      const stats = await stat(this.#file(path), { bigint: true });
      return stats.isFile() ? stats : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw toStoreError(error, "look at", path);
    }
  }

  /** One change of a path at a time: in this process by a queue, among processes by a lock file. */
  async #exclusively<T>(path: string, verb: string, work: () => Promise<T>): Promise<T> {
    const name = createHash("sha256").update(path).digest("hex").slice(0, 32);
    const lock = join(this.#own, "locks", name);
    const before = this.#writing.get(path) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(() => withFileLock(lock, work));
    this.#writing.set(path, turn);
    try {
      return await turn;
    } catch (error) {
      throw toStoreError(error, verb, path);
    } finally {
      if (this.#writing.get(path) === turn) this.#writing.delete(path);
    }
  }

  /** Removes what killed processes had half written. */
  async #sweep(): Promise<void> {
    const folder = join(this.#own, "tmp");
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw toStoreError(error, "write to", this.#root);
    });
    const names = await readdir(folder);
    const left = names.filter((name) => !isOwnerRunning(name));
    await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
  }
}

function notFound(path: string): ObjectNotFoundError {
  return new ObjectNotFoundError(`Nothing is stored at ${path}`);
}

/** A fault of the source is thrown as it is, one of the disk as the store's. */
async function fill(
  file: string,
  data: Uint8Array | AsyncIterable<Uint8Array>,
  path: string,
): Promise<void> {
  const onDisk = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw toStoreError(error, "write", path);
    });
  const handle = await onDisk(open(file, "wx"));
  try {
    for await (const chunk of data instanceof Uint8Array ? [data] : data) {
      await onDisk(handle.writeFile(chunk));
    }
    await onDisk(handle.datasync());
  } finally {
    await handle.close();
  }
}

/** Gives the new file a modification time later than the old one's, whatever the clock says. */
async function touch(path: string, before: BigIntStats | undefined): Promise<void> {
  const nowUs = Date.now() * 1000 + Math.floor(Math.random() * 1000);
  const timeUs = Math.max(nowUs, before ? Number(before.mtimeNs / 1000n) + 2 : 0);
  await utimes(path, timeUs / 1e6, timeUs / 1e6);
}

function checkGeneration(
  path: string,
  before: BigIntStats | undefined,
  expected: string | undefined,
): void {
  if (expected === undefined) return;
  const found = before ? toGeneration(before) : "absent";
  if (found === expected) return;
  throw new PreconditionFailedError(
    `Expected ${expected === "absent" ? "nothing" : `generation ${expected}`} at ${path}, ` +
      `found ${found === "absent" ? "nothing" : `generation ${found}`}`,
  );
}

function toGeneration(stats: BigIntStats): string {
  return `${stats.mtimeNs / 1000n}-${stats.ino}-${stats.size}`;
}

function toInfo(path: string, stats: BigIntStats): ObjectInfo {
  return {
    path,
    size: Number(stats.size),
    generation: toGeneration(stats),
    updatedAt: stats.mtime,
  };
}
