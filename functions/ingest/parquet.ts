import {
  type AsyncBuffer,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { GramaiError, UnprocessableError } from "../../core/errors.js";
import { type ColumnNames, chooseColumns } from "../../core/ingest/columns.js";
import { RowGiver } from "../../core/ingest/readers.js";
import type { RowSink } from "../../core/ingest/rows.js";
import type { ObjectStore } from "../../core/object-store.js";

/** The two columns of one row group are held in memory; more than this is refused. */
const MAX_GROUP_BYTES = 512 * 2 ** 20;

/** Rows decoded at a time within a group. */
const ROWS_AT_ONCE = 10_000;

export interface StoredFile {
  readonly store: ObjectStore;
  readonly path: string;
  readonly bytes: number;
}

/** Rows that a Parquet object's footer declares. @throws UnprocessableError when it is not Parquet. */
export async function countParquetRows(object: StoredFile): Promise<number> {
  return Number((await parquetMetadataAsync(toBuffer(object)).catch(rethrow)).num_rows);
}

/**
 * Reads the rows of a Parquet object, a slice of a row group at a time.
 * @throws UnprocessableError when it is not Parquet, lacks the columns or has too large row groups.
 */
export async function readParquet(
  object: StoredFile,
  wanted: ColumnNames | undefined,
  sink: RowSink,
  afterRows: (bytes: number) => Promise<boolean>,
): Promise<void> {
  const file = toBuffer(object);
  const metadata = await parquetMetadataAsync(file).catch(rethrow);
  const names = parquetSchema(metadata).children.map((child) => child.element.name);
  const columns = chooseColumns(names, wanted);
  const giver = new RowGiver();
  const chosen = [columns.source, columns.target];
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    let bytes = 0;
    let packedBytes = 0;
    for (const { meta_data: column } of group.columns) {
      packedBytes += Number(column?.total_compressed_size ?? 0);
      if (!chosen.includes(column?.path_in_schema[0] ?? "")) continue;
      bytes += Number(column?.total_uncompressed_size ?? 0);
    }
    if (bytes > MAX_GROUP_BYTES) {
      throw new UnprocessableError(
        `Expected row groups of at most ${MAX_GROUP_BYTES} bytes in the two columns, got ${bytes}; write the file with smaller row groups`,
      );
    }
    for (let at = 0; at < rows; at += ROWS_AT_ONCE) {
      const rowStart = groupStart + at;
      const rowEnd = groupStart + Math.min(rows, at + ROWS_AT_ONCE);
      const options = { file, metadata, columns: chosen, rowStart, rowEnd, compressors };
      for (const row of await parquetReadObjects(options).catch(rethrow)) {
        giver.giveObject(row, columns, "", sink);
      }
      const share = (rowEnd - rowStart) / rows;
      if (!(await afterRows(packedBytes * share))) return;
    }
    groupStart += rows;
  }
}

function toBuffer(object: StoredFile): AsyncBuffer {
  return {
    byteLength: object.bytes,
    async slice(start, end = object.bytes) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of object.store.read(object.path, { start, end })) chunks.push(chunk);
      const all = Buffer.concat(chunks);
      return all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength) as ArrayBuffer;
    },
  };
}

function rethrow(error: unknown): never {
  if (error instanceof GramaiError) throw error;
  throw new UnprocessableError("The Parquet file is damaged or cut off; write it again", {
    cause: error,
  });
}
