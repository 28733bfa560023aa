import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Bucket, File, FileMetadata } from "@google-cloud/storage";
import { GramaiError, UnprocessableError } from "../../core/errors.js";
import { checkObjectPath } from "../../core/object-path.js";
import {
  type ObjectInfo,
  ObjectNotFoundError,
  type ObjectStore,
  PreconditionFailedError,
  StoreUnavailableError,
  type WriteOptions,
} from "../../core/object-store.js";

/** Objects up to this size are sent in one request, larger ones in a resumable upload. */
const RESUMABLE_BYTES = 8 << 20;

/** Objects per page of a listing. */
const PAGE_SIZE = 1000;

/** A Cloud Storage bucket. */
export class GcsObjectStore implements ObjectStore {
  readonly #bucket: Bucket;
  readonly #pageSize: number;

  constructor(bucket: Bucket, pageSize: number = PAGE_SIZE) {
    this.#bucket = bucket;
    this.#pageSize = pageSize;
  }

  async *read(path: string, range?: { start: number; end?: number }): AsyncIterable<Uint8Array> {
    const file = this.#bucket.file(checkObjectPath(path));
    const { start = 0, end } = range ?? {};
    if (end !== undefined && end <= start) return;
    try {
      // The client takes the last byte's place, not the one after it; whole reads it checks by crc32c.
      yield* file.createReadStream({
        ...(start > 0 || end !== undefined ? { start } : {}),
        ...(end !== undefined && { end: end - 1 }),
      });
    } catch (error) {
      // A range that starts at the object's end or behind it: there is nothing to read.
      if (statusOf(error) === 416) return;
      throw toStoreError(error, "read", path);
    }
  }

  async stat(path: string): Promise<ObjectInfo | undefined> {
    try {
      const [metadata] = await this.#bucket.file(checkObjectPath(path)).getMetadata();
      return toInfo(path, metadata);
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw toStoreError(error, "look at", path);
    }
  }

  async write(
    path: string,
    data: Uint8Array | AsyncIterable<Uint8Array>,
    options: WriteOptions = {},
  ): Promise<string> {
    const file = this.#bucket.file(checkObjectPath(path));
    try {
      if (data instanceof Uint8Array) await saveBytes(file, data, options);
      else
        await pipeline(Readable.from(data), file.createWriteStream(uploadOptions(options, true)));
      return String(file.metadata.generation);
    } catch (error) {
      throw toStoreError(error, "write", path);
    }
  }

  async *list(prefix: string): AsyncIterable<ObjectInfo> {
    let pageToken: string | undefined;
    try {
      do {
        const [files, next] = await this.#bucket.getFiles({
          prefix,
          autoPaginate: false,
          maxResults: this.#pageSize,
          ...(pageToken !== undefined && { pageToken }),
        });
        for (const file of files) yield toInfo(file.name, file.metadata);
        pageToken = (next as { pageToken?: string } | null)?.pageToken;
      } while (pageToken !== undefined);
    } catch (error) {
      throw toStoreError(error, "list", prefix);
    }
  }

  async delete(path: string, options: { readonly ifGeneration?: string } = {}): Promise<void> {
    try {
      await this.#bucket
        .file(checkObjectPath(path))
        .delete(
          options.ifGeneration === undefined
            ? { ignoreNotFound: true }
            : precondition(options.ifGeneration),
        );
    } catch (error) {
      // Gone already, which is another generation than the one asked for.
      if (statusOf(error) === 404) throw preconditionFailed(path, error);
      throw toStoreError(error, "delete", path);
    }
  }
}

async function saveBytes(file: File, data: Uint8Array, options: WriteOptions): Promise<void> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  await file.save(bytes, uploadOptions(options, data.byteLength > RESUMABLE_BYTES));
}

function uploadOptions({ ifGeneration, contentType }: WriteOptions, resumable: boolean) {
  return {
    resumable,
    // Checked by the client against the server's crc32c.
    validation: "crc32c" as const,
    ...(contentType !== undefined && { contentType }),
    ...(ifGeneration !== undefined && { preconditionOpts: precondition(ifGeneration) }),
  };
}

/** Generation 0 stands for "nothing is there". */
function precondition(ifGeneration: string) {
  return { ifGenerationMatch: ifGeneration === "absent" ? 0 : ifGeneration } as {
    ifGenerationMatch: number;
  };
}

function toInfo(path: string, metadata: FileMetadata): ObjectInfo {
  return {
    path,
    size: Number(metadata.size),
    generation: String(metadata.generation),
    updatedAt: new Date(metadata.updated ?? 0),
  };
}

function statusOf(error: unknown): number | undefined {
  const { code, status } = error as { code?: unknown; status?: unknown };
  const number = Number(code ?? status);
  return Number.isInteger(number) ? number : undefined;
}

const PASSING_STATUSES = new Set([408, 429, 500, 502, 503, 504]);
const PASSING_CODES = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ETIMEDOUT",
  "EPIPE",
  "EAI_AGAIN",
  "CONTENT_DOWNLOAD_MISMATCH",
]);

/** Cloud Storage's errors as the port's; a fault of the data's source as it is. */
function toStoreError(error: unknown, verb: string, path: string): unknown {
  if (error instanceof GramaiError) return error;
  const status = statusOf(error);
  if (status === 404) {
    return new ObjectNotFoundError(`Nothing is stored at ${path}`, { cause: error });
  }
  if (status === 412) return preconditionFailed(path, error);
  const { code } = error as { code?: unknown };
  if ((status && PASSING_STATUSES.has(status)) || PASSING_CODES.has(String(code))) {
    return new StoreUnavailableError(`Cannot ${verb} ${path}: the bucket says ${status ?? code}`, {
      cause: error,
    });
  }
  if (status === 401 || status === 403) {
    return new UnprocessableError(
      `Cannot ${verb} ${path}: this service account may not; grant it roles/storage.objectUser`,
      { cause: error },
    );
  }
  return error;
}

function preconditionFailed(path: string, cause: unknown): PreconditionFailedError {
  const message = `${path} was written by somebody else meanwhile`;
  return new PreconditionFailedError(message, { cause });
}
