import { createHash } from "node:crypto";
import { UnprocessableError } from "../../core/errors.js";
import type { ColumnNames } from "../../core/ingest/columns.js";
import { type Format, formatOf } from "../../core/ingest/formats.js";
import type { ObjectInfo } from "../../core/object-store.js";
import { ahead } from "./ahead.js";
import { decompress } from "./decompress.js";
import type { IngestDeps, IngestRun } from "./deps.js";
import { countParquetRows } from "./parquet.js";
import { RowFeed } from "./row-feed.js";

/** A source file as it lies in the store. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The one that the hash is of. */
  readonly generation: string;
}

/** A file that is still elsewhere. */
interface Incoming {
  readonly name: string;
  readonly declaredBytes?: number | undefined;
  open(): AsyncIterable<Uint8Array>;
}

interface LandingOptions {
  readonly format: Format | undefined;
  readonly columns: ColumnNames | undefined;
  /** Rows of all files together. */
  readonly limit: number | undefined;
}

const NOBODY = { row: () => undefined, reject: () => undefined };

/** Collects the files of one source, counting bytes and rows against the limits. */
export class Landing {
  readonly #folder: string;
  readonly #options: LandingOptions;
  readonly #deps: IngestDeps;
  readonly #run: IngestRun;
  readonly #files: SourceFile[] = [];
  #format: Format | undefined;
  #bytes = 0;
  #rows = 0;

  constructor(folder: string, options: LandingOptions, deps: IngestDeps, run: IngestRun) {
    this.#folder = folder;
    this.#options = options;
    this.#deps = deps;
    this.#run = run;
    this.#format = options.format;
  }

  get limited(): boolean {
    return this.#options.limit !== undefined;
  }

  /** True once there are as many rows as are wanted. */
  get full(): boolean {
    return this.#rows >= (this.#options.limit ?? Number.POSITIVE_INFINITY);
  }

  result(): { readonly files: readonly SourceFile[]; readonly format: Format } {
    if (!this.#format) throw new UnprocessableError("The source has no files; check its address");
    return { files: this.#files, format: this.#format };
  }

  /**
   * Writes a file into the landing folder.
   * @throws UnprocessableError when it is larger than the limit, said or found.
   */
  async land(incoming: Incoming): Promise<void> {
    const { store } = this.#deps;
    const format = this.#takeFormat(incoming.name);
    const rest = this.#deps.limits.maxSourceBytes - this.#bytes;
    if (!this.limited && (incoming.declaredBytes ?? 0) > rest) this.#refuseSize();
    const path = `${this.#folder}/${this.#files.length}-${safeName(incoming.name)}`;
    const hash = createHash("sha256");
    let bytes = 0;
    const pass = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        yield chunk;
      }
    };
    const source = this.#counted(incoming.open(), incoming.declaredBytes);
    const cut = this.limited && format !== "parquet" ? this.#head(source, format) : source;
    const generation = await store.write(path, pass(cut));
    if (format === "parquet") this.#rows += await countParquetRows({ store, path, bytes });
    this.#add({ path, name: incoming.name, bytes, sha256: hash.digest("hex"), generation });
  }

  /** Takes a file that is in the store already; reads it once for its hash. */
  async takeInPlace(object: ObjectInfo): Promise<void> {
    const name = object.path.slice(object.path.lastIndexOf("/") + 1);
    this.#takeFormat(name);
    if (this.#bytes + object.size > this.#deps.limits.maxSourceBytes) this.#refuseSize();
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const chunk of this.#counted(
      ahead(this.#deps.store.read(object.path)),
      object.size,
    )) {
      hash.update(chunk);
      bytes += chunk.byteLength;
    }
    const { path, generation } = object;
    this.#add({ path, name, bytes, sha256: hash.digest("hex"), generation });
  }

  #add(file: SourceFile): void {
    this.#bytes += file.bytes;
    this.#files.push(file);
  }

  #takeFormat(name: string): Format {
    const format = this.#options.format ?? formatOf(name);
    this.#format ??= format;
    if (format !== this.#format) {
      throw new UnprocessableError(
        `Expected files of one format, got ${this.#format} and ${format}; ingest them apart`,
      );
    }
    return format;
  }

  async *#counted(
    source: AsyncIterable<Uint8Array>,
    totalBytes: number | undefined,
  ): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const chunk of source) {
      this.#run.signal?.throwIfAborted();
      bytes += chunk.byteLength;
      if (this.#bytes + bytes > this.#deps.limits.maxSourceBytes) this.#refuseSize();
      this.#run.onProgress?.({ step: "fetch", bytes, totalBytes, rows: 0, taken: 0 });
      yield chunk;
    }
  }

  /** The beginning of a file, decompressed, up to the row limit. */
  async *#head(source: AsyncIterable<Uint8Array>, format: Format): AsyncGenerator<Uint8Array> {
    const limit = (this.#options.limit ?? 0) - this.#rows;
    const feed = new RowFeed({ format, limit, columns: this.#options.columns }, NOBODY);
    let before = 0;
    for await (const chunk of decompress(source, this.#deps.limits)) {
      feed.push(chunk);
      if (feed.full) {
        yield chunk.subarray(0, feed.end - before);
        break;
      }
      before += chunk.byteLength;
      yield chunk;
    }
    if (!feed.full) feed.finish();
    this.#rows += Math.min(feed.rows, limit);
  }

  #refuseSize(): never {
    throw new UnprocessableError(
      `Expected at most ${this.#deps.limits.maxSourceBytes} bytes of source, got more; take a part of it with \`limit\`, or smaller files`,
    );
  }
}

function safeName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, "_").slice(-100) || "file";
}
