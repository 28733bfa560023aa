import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";
import { GramaiError, UnprocessableError } from "../../core/errors.js";
import { type Compression, compressionOf, MAGIC_BYTES } from "../../core/ingest/formats.js";
import type { IngestLimits } from "./deps.js";

const OUT_CHUNK_BYTES = 1 << 18;

/** Small enough that even blocks that repeat one byte cannot fill the memory before they are counted. */
const ZSTD_PUSH_BYTES = 1 << 12;

/** What `zstd --ultra` asks for at most without `--long`; a decoder must hold one window. */
const MAX_ZSTD_WINDOW_BYTES = 128 * 2 ** 20;

/** Below this many bytes out nothing is a bomb. */
const HARMLESS_BYTES = 16 * 2 ** 20;

type Limits = Pick<IngestLimits, "maxExpandedBytes" | "maxExpansion">;

/**
 * The bytes inside a file that is gzip, Zstandard or neither, which its first bytes tell.
 * @throws UnprocessableError for damaged data and for data that expands beyond the limits.
 */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
  limits: Limits,
): AsyncGenerator<Uint8Array> {
  const { compression, all } = await peek(source);
  if (compression === "none") {
    yield* all;
    return;
  }
  const guard = new ExpansionGuard(limits);
  const counted = countInput(all, guard);
  try {
    for await (const chunk of compression === "gzip" ? gunzip(counted) : unzstd(counted, guard)) {
      if (compression === "gzip") guard.out(chunk.byteLength);
      yield chunk;
    }
  } catch (error) {
    throw isDamage(error) ? damaged(compression, error) : error;
  }
}

/** The compression of a stream, and the stream with its beginning put back. */
async function peek(
  source: AsyncIterable<Uint8Array>,
): Promise<{ compression: Compression; all: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  while (head.byteLength < MAGIC_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    head = head.byteLength === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  async function* all() {
    try {
      yield head;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { compression: compressionOf(head), all: all() };
}

class ExpansionGuard {
  readonly #limits: Limits;
  #in = 0;
  #out = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  in(bytes: number): void {
    this.#in += bytes;
  }

  /** @throws UnprocessableError beyond a limit. */
  out(bytes: number): void {
    this.#out += bytes;
    const { maxExpandedBytes, maxExpansion } = this.#limits;
    if (this.#out > maxExpandedBytes) {
      throw new UnprocessableError(
        `Expected at most ${maxExpandedBytes} bytes after decompression, got more; cut the file into smaller ones`,
      );
    }
    if (this.#out > HARMLESS_BYTES && this.#out > this.#in * maxExpansion) {
      throw new UnprocessableError(
        `The compressed file expands more than ${maxExpansion} times, as no text does; send it uncompressed if it is right`,
      );
    }
  }
}

async function* countInput(source: AsyncIterable<Uint8Array>, guard: ExpansionGuard) {
  for await (const chunk of source) {
    guard.in(chunk.byteLength);
    yield chunk;
  }
}

async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const output = createGunzip({ chunkSize: OUT_CHUNK_BYTES });
  // A fault of the source destroys the output with the same error, which the loop below throws.
  pipeline(Readable.from(source), output, () => undefined);
  yield* output;
}

async function* unzstd(
  source: AsyncIterable<Uint8Array>,
  guard: ExpansionGuard,
): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => {
    guard.out(chunk.byteLength);
    ready.push(chunk);
  });
  let first = true;
  for await (const chunk of source) {
    if (first) checkWindow(chunk);
    first = false;
    for (let at = 0; at < chunk.byteLength; at += ZSTD_PUSH_BYTES) {
      // A copy: the decoder keeps what it was given.
      decoder.push(chunk.slice(at, at + ZSTD_PUSH_BYTES));
      yield* ready;
      ready = [];
    }
  }
  decoder.push(new Uint8Array(), true);
  yield* ready;
}

/** @throws UnprocessableError when the frame asks for a window that does not fit (RFC 8878, 3.1.1.1.2). */
function checkWindow(frame: Uint8Array): void {
  const [descriptor = 0, window = 0] = frame.subarray(MAGIC_BYTES, MAGIC_BYTES + 2);
  const singleSegment = (descriptor & 0x20) !== 0;
  const base = 2 ** (10 + (window >> 3));
  if (!singleSegment && base + (base / 8) * (window & 7) > MAX_ZSTD_WINDOW_BYTES) {
    throw new UnprocessableError(
      `Expected a Zstandard window of at most ${MAX_ZSTD_WINDOW_BYTES} bytes; compress without --long`,
    );
  }
}

/** zlib's and fzstd's own errors, as against those of the source. */
function isDamage(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof GramaiError) return false;
  const { code } = error as { code?: unknown };
  return typeof code === "number" || (typeof code === "string" && code.startsWith("Z_"));
}

function damaged(compression: Compression, cause: unknown): UnprocessableError {
  return new UnprocessableError(
    `The ${compression} data is damaged or cut off; compress the file again and repeat`,
    { cause },
  );
}
