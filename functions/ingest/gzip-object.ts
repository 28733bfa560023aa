import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Line } from "../../core/ingest/line.js";
import { REJECT_REASONS, type RejectReason } from "../../core/ingest/rows.js";
import type { ObjectStore } from "../../core/object-store.js";

const compress = promisify(gzip);

/** A gzip member ends with the line that brings it to so many bytes. */
const MEMBER_BYTES = 1 << 18;

/** Members being compressed or stored beyond which `drain` holds the writer back. */
const MAX_WAITING = 2;

/** The fastest: level 3 takes twice its time for 1 % less, and shards are read once or twice. */
const LEVEL = 1;

/** Mostly one piece of output a member: each piece costs a turn of the event loop. */
export const GZIP_OPTIONS = { level: LEVEL, chunkSize: MEMBER_BYTES / 4 };

/** What stands before a line's first name, in place of its bracket. */
const REASON_HEADS = new Map(
  REJECT_REASONS.map((reason) => [reason, Buffer.from(`{"reason":"${reason}",`)]),
);

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
  /** Lines of the member that is being filled: bytes, since strings that wait are dear to collect. */
  #open = Buffer.allocUnsafe(0);
  #used = 0;
  #rows = 0;
  #bytes = 0;
  /** In order; each is compressed in a thread of Node's pool while the next is filled. */
  readonly #waiting: Promise<Uint8Array>[] = [];
  /** Of members that are compressed, to be filled again: new memory is dear. */
  readonly #spare: Buffer<ArrayBuffer>[] = [];
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

  /** Adds a copy of a row's line, with the reason where it is one that was not taken. */
  addLine({ bytes, start, end }: Line, reason?: RejectReason): void {
    const head = reason && REASON_HEADS.get(reason);
    const from = head ? start + 1 : start;
    const used = this.#used + (head?.byteLength ?? 0);
    this.#reserve(used + end - from - this.#used);
    if (head) this.#open.set(head, this.#used);
    this.#open.set(bytes.subarray(from, end), used);
    this.#added(used + end - from);
  }

  /** Adds any value as a line of JSON. */
  add(value: unknown): void {
    const line = `${JSON.stringify(value)}\n`;
    this.#reserve(Buffer.byteLength(line));
    this.#added(this.#used + this.#open.write(line, this.#used));
  }

  /** Waits while too much waits for compression or the store. @throws the store's error. */
  async drain(): Promise<void> {
    while (this.#waiting.length > MAX_WAITING && !this.#fault) {
      await new Promise<void>((resolve) => {
        this.#room = resolve;
      });
    }
    if (this.#fault) throw this.#fault;
  }

  /** @throws the store's error. */
  async close(): Promise<WrittenObject> {
    if (this.#used > 0 || this.#rows === 0) this.#cut();
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
    const lines = this.#open;
    const member = compress(lines.subarray(0, this.#used), GZIP_OPTIONS);
    // Who awaits it later sees the fault.
    member.then(() => this.#spare.push(lines)).catch(() => undefined);
    this.#waiting.push(member);
    this.#open = this.#spare.pop() ?? Buffer.allocUnsafe(0);
    this.#used = 0;
    this.#wake();
  }

  /** Room for `bytes` more: twice as much each time, so that a shard with few rows stays small. */
  #reserve(bytes: number): void {
    const needed = this.#used + bytes;
    if (needed <= this.#open.byteLength) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#open.byteLength * 2));
    this.#open.copy(larger, 0, 0, this.#used);
    this.#open = larger;
  }

  #added(end: number): void {
    this.#used = end;
    this.#rows++;
    if (end >= MEMBER_BYTES) this.#cut();
  }

  async *#members(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#fault) throw this.#fault;
      const [next] = this.#waiting;
      if (next) {
        const member = await next;
        // The byte that names the operating system: the same everywhere.
        member[9] = 255;
        this.#hash.update(member);
        this.#bytes += member.byteLength;
        yield member;
        this.#waiting.shift();
        this.#room();
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
