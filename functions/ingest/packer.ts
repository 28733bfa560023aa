import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { crc32 } from "node:zlib";
import { createKernel, type Kernel, kernelModule } from "../../core/ingest/kernel.js";

/** Of a full gzip member, before it is packed: as much as the kernel packs at once. */
export const MEMBER_BYTES = 1 << 18;

/** Deflate; no name, no time; the fastest way; no system: the same bytes everywhere (RFC 1952, 2.3). */
const HEAD = Buffer.from("1f8b08000000000004ff", "hex");
const TRAILER_BYTES = 8;

/** What the thread runs: it gives the lines back, so that their room is used again. */
const THREAD = `
import { parentPort, workerData } from "node:worker_threads";
import { crc32 } from "node:zlib";
const { memory, plain, packed, deflate } = new WebAssembly.Instance(workerData).exports;
const bytes = new Uint8Array(memory.buffer);
parentPort.on("message", (lines) => {
  bytes.set(lines, plain.value);
  const end = packed.value + deflate(lines.byteLength);
  const deflated = bytes.slice(packed.value, end);
  parentPort.postMessage({ deflated, crc: crc32(lines), lines }, [deflated.buffer, lines.buffer]);
});`;

/** What a thread answers. */
interface Answer {
  readonly deflated: Uint8Array;
  readonly crc: number;
  readonly lines: Uint8Array<ArrayBuffer>;
}

interface Caller {
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Packs lines as gzip members, about as small as zlib's level 1 makes them and in less than half its
 * time (`kernel/deflate.ts`). The same bytes give the same member. Close it, or its thread stays.
 */
export class Packer {
  readonly #threaded: boolean;
  #thread: Worker | undefined;
  #fault: unknown;
  /** In order, as the thread answers. */
  readonly #callers: Caller[] = [];
  /** Room for lines on their way to the thread: new memory is dear. */
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];

  /** @param threaded Whether full members are packed in a thread, while the next rows are judged. */
  constructor(threaded = availableParallelism() > 1) {
    this.#threaded = threaded;
  }

  /**
   * @param bytes At most `MEMBER_BYTES`, which stay the caller's: they are read before this returns.
   * @throws RangeError for more bytes, and an error when the thread ended.
   */
  async pack(bytes: Uint8Array): Promise<Uint8Array> {
    const { byteLength } = bytes;
    if (byteLength > MEMBER_BYTES) {
      throw new RangeError(`Expected at most ${MEMBER_BYTES} bytes, got ${byteLength}`);
    }
    if (!this.#threaded || byteLength < MEMBER_BYTES) {
      return frame(deflateHere(bytes), crc32(bytes), bytes);
    }
    const { deflated, crc, lines } = await this.#packThere(bytes);
    this.#spare.push(lines);
    return frame(deflated, crc, lines);
  }

  /** Ends the thread; what it has not packed is lost. */
  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  #packThere(bytes: Uint8Array): Promise<Answer> {
    this.#thread ??= this.#start();
    const thread = this.#thread;
    const lines = this.#spare.pop() ?? new Uint8Array(MEMBER_BYTES);
    lines.set(bytes);
    return new Promise((resolve, reject) => {
      if (this.#fault) return reject(this.#fault);
      this.#callers.push({ resolve, reject });
      thread.postMessage(lines, [lines.buffer]);
    });
  }

  #start(): Worker {
    const url = new URL(`data:text/javascript,${encodeURIComponent(THREAD)}`);
    const thread = new Worker(url, { workerData: kernelModule(), execArgv: [] });
    thread.on("message", (answer: Answer) => this.#callers.shift()?.resolve(answer));
    const fail = (error: unknown) => {
      this.#fault ??= error;
      for (const { reject } of this.#callers.splice(0)) reject(this.#fault);
    };
    thread.on("error", fail);
    thread.on("exit", (code) => fail(new Error(`The thread that packs ended with code ${code}`)));
    return thread;
  }
}

let kernel: Kernel | undefined;

/** The result is there until the next call. */
function deflateHere(bytes: Uint8Array): Uint8Array {
  kernel ??= createKernel();
  const { memory, plain, packed } = kernel;
  new Uint8Array(memory.buffer).set(bytes, plain.value);
  return new Uint8Array(memory.buffer, packed.value, kernel.deflate(bytes.byteLength));
}

function frame(deflated: Uint8Array, crc: number, { byteLength }: Uint8Array): Uint8Array {
  const end = HEAD.byteLength + deflated.byteLength;
  const member = Buffer.allocUnsafe(end + TRAILER_BYTES);
  member.set(HEAD);
  member.set(deflated, HEAD.byteLength);
  member.writeUInt32LE(crc, end);
  member.writeUInt32LE(byteLength, end + 4);
  return member;
}
