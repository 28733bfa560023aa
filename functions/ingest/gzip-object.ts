import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { ObjectStore } from "../../core/object-store.js";

const compress = promisify(gzip);

/** Most bytes of lines in one gzip member, unless one line is longer. */
const MEMBER_BYTES = 1 << 18;

/** Members that may wait for the store before `drain` holds the writer back. */
const MAX_WAITING = 2;

/** Fast: shards are read once or twice, and the step before is what costs. */
const LEVEL = 3;

export interface WrittenObject {
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
}

/**
 * One `.jsonl.gz` object on its way into a store: lines in, gzip members out (a file of several
 * members is as good as one, RFC 1952). The same lines give the same bytes.
 */
export class GzipObject {
  readonly #hash = createHash("sha256");
  readonly #stored: Promise<unknown>;
  readonly #full: Uint8Array[] = [];
  /** Lines of the member that is being filled: bytes, since strings that wait are dear to collect. */
  #open = Buffer.allocUnsafe(0);
  #used = 0;
  #rows = 0;
  #bytes = 0;
  #waiting: Uint8Array[] = [];
  #ended = false;
  #fault: unknown;
  #wake: () => void = () => undefined;
  #room: () => void = () => undefined;

  constructor(store: ObjectStore, path: string) {
    this.#stored = store
      .write(path, this.#members(), { contentType: "application/gzip" })
      .catch((error: unknown) => {
        this.#fault = error;
        this.#room();
      });
  }

  add(value: unknown): void {
    const line = `${JSON.stringify(value)}\n`;
    const bytes = Buffer.byteLength(line);
    if (this.#used > 0 && this.#used + bytes > MEMBER_BYTES) this.#cut();
    if (this.#open.byteLength < this.#used + bytes) this.#open = this.#grown(bytes);
    this.#used += this.#open.write(line, this.#used);
    this.#rows++;
  }

  /** Compresses what is full; waits while the store is behind. @throws the store's error. */
  async drain(): Promise<void> {
    while (this.#full.length > 0) {
      await this.#push(this.#full.shift() as Uint8Array);
    }
  }

  /** @throws the store's error. */
  async close(): Promise<WrittenObject> {
    if (this.#used > 0 || this.#rows === 0) this.#cut();
    await this.drain();
    this.#ended = true;
    this.#wake();
    await this.#stored;
    if (this.#fault) throw this.#fault;
    return { bytes: this.#bytes, sha256: this.#hash.digest("hex"), rows: this.#rows };
  }

  /** Gives the object up: the store sees `error` and keeps nothing. */
  async abort(error: unknown): Promise<void> {
    this.#fault ??= error;
    this.#wake();
    await this.#stored;
  }

  #cut(): void {
    this.#full.push(this.#open.subarray(0, this.#used));
    this.#open = Buffer.allocUnsafe(0);
    this.#used = 0;
  }

  /** Room for `bytes` more: twice as much each time, so that a shard with few rows stays small. */
  #grown(bytes: number): Buffer<ArrayBuffer> {
    const needed = this.#used + bytes;
    const larger = Buffer.allocUnsafe(
      Math.max(needed, Math.min(MEMBER_BYTES, this.#open.byteLength * 2)),
    );
    this.#open.copy(larger, 0, 0, this.#used);
    return larger;
  }

  async #push(lines: Uint8Array): Promise<void> {
    const member = await compress(lines, { level: LEVEL });
    // The byte that names the operating system: the same everywhere.
    member[9] = 255;
    this.#hash.update(member);
    this.#bytes += member.byteLength;
    this.#waiting.push(member);
    this.#wake();
    while (this.#waiting.length > MAX_WAITING && !this.#fault) {
      await new Promise<void>((resolve) => {
        this.#room = resolve;
      });
    }
    if (this.#fault) throw this.#fault;
  }

  async *#members(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#fault) throw this.#fault;
      const member = this.#waiting.shift();
      if (member) {
        this.#room();
        yield member;
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
