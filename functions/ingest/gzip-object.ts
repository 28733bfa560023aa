import { createHash } from "node:crypto";
import type { Line } from "../../core/ingest/line.js";
import { REJECT_REASONS, type RejectReason } from "../../core/ingest/rows.js";
import type { ObjectStore } from "../../core/object-store.js";
import { MEMBER_BYTES, type Packer } from "./packer.js";

/** Members being packed or stored beyond which `drain` holds the writer back. */
const MAX_WAITING = 4;

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
  readonly #packer: Packer;
  /** In order. */
  readonly #waiting: Promise<Uint8Array>[] = [];
  #ended = false;
  #fault: unknown;
  #wake: () => void = () => undefined;
  #room: () => void = () => undefined;

  constructor(store: ObjectStore, path: string, packer: Packer) {
    this.#packer = packer;
    this.#stored = store
      .write(path, this.#members(), { contentType: "application/gzip" })
      .catch((error: unknown) => {
        this.#fault = error;
        this.#room();
      });
  }

  /** Adds a copy of the lines of so many rows. */
  addLines({ bytes, start, end }: Line, rows: number): void {
    this.#reserve(end - start);
    this.#open.set(bytes.subarray(start, end), this.#used);
    this.#added(end - start, rows);
  }

  /** Adds a copy of the line of a row that was not taken, with the reason. */
  addRefused({ bytes, start, end }: Line, reason: RejectReason): void {
    const head = REASON_HEADS.get(reason) as Buffer;
    const rest = start + 1;
    this.#reserve(head.byteLength + end - rest);
    this.#open.set(head, this.#used);
    this.#open.set(bytes.subarray(rest, end), this.#used + head.byteLength);
    this.#added(head.byteLength + end - rest, 1);
  }

  /** Adds any value as a line of JSON. */
  add(value: unknown): void {
    const line = `${JSON.stringify(value)}\n`;
    this.#reserve(Buffer.byteLength(line));
    this.#added(this.#open.write(line, this.#used), 1);
  }

  /** Waits while too much waits to be packed or stored. @throws the store's error. */
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
    if (this.#used > 0 || this.#rows === 0) this.#pack(0, this.#used);
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

  #pack(start: number, end: number): void {
    const member = this.#packer.pack(this.#open.subarray(start, end));
    // Who awaits it later sees the fault.
    member.catch(() => undefined);
    this.#waiting.push(member);
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

  #added(bytes: number, rows: number): void {
    const end = this.#used + bytes;
    this.#used = end;
    this.#rows += rows;
    if (end < MEMBER_BYTES) return;
    let start = 0;
    for (; start + MEMBER_BYTES <= end; start += MEMBER_BYTES)
      this.#pack(start, start + MEMBER_BYTES);
    this.#open.copyWithin(0, start, end);
    this.#used = end - start;
  }

  async *#members(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#fault) throw this.#fault;
      const [next] = this.#waiting;
      if (next) {
        const member = await next;
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
