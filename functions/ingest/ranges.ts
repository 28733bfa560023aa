import {
  type Compression,
  compressionOf,
  type Format,
  MAGIC_BYTES,
  RECORD_RULES,
} from "../../core/ingest/formats.js";
import { canCut, type IngestRange, RangeCutter } from "../../core/ingest/plan.js";
import type { ColumnPlaces } from "../../core/ingest/readers.js";
import { RecordScanner } from "../../core/ingest/records.js";
import type { IngestDeps } from "./deps.js";
import type { SourceFile } from "./landing.js";
import { RowFeed } from "./row-feed.js";
import { checkUnchanged } from "./unchanged.js";

/** A range per file. */
export function wholeRanges(files: readonly SourceFile[]): IngestRange[] {
  return files.map(({ bytes }, file) => ({ file, start: 0, end: bytes }));
}

/** Cuts uncompressed files of records into ranges that end where a record ends; others stay whole. */
export async function cutRanges(
  files: readonly SourceFile[],
  options: Pick<RowFeedOptions, "format" | "columns">,
  deps: IngestDeps,
): Promise<IngestRange[]> {
  const ranges: IngestRange[] = [];
  for (const [file, source] of files.entries()) {
    const compression = await compressionOfObject(source.path, deps);
    if (!canCut(options.format, compression) || source.bytes <= deps.limits.rangeBytes) {
      ranges.push({ file, start: 0, end: source.bytes });
      continue;
    }
    const { cuts, places } = await findCuts(source, options, deps);
    for (const cut of cuts) {
      ranges.push({ file, ...cut, ...(places && cut.start > 0 && { places }) });
    }
  }
  return ranges;
}

type RowFeedOptions = ConstructorParameters<typeof RowFeed>[0];

async function compressionOfObject(path: string, deps: IngestDeps): Promise<Compression> {
  const head: Uint8Array[] = [];
  for await (const chunk of deps.store.read(path, { start: 0, end: MAGIC_BYTES })) head.push(chunk);
  return compressionOf(Buffer.concat(head));
}

async function findCuts(
  source: SourceFile,
  options: Pick<RowFeedOptions, "format" | "columns">,
  deps: IngestDeps,
): Promise<{ cuts: { start: number; end: number }[]; places: ColumnPlaces | undefined }> {
  const scanner = new RecordScanner(ruleOf(options.format));
  const cutter = new RangeCutter(deps.limits.rangeBytes);
  // Reads the head only: one row tells the columns.
  const head = new RowFeed(
    { ...options, limit: 1 },
    { row: () => undefined, reject: () => undefined },
  );
  for await (const chunk of deps.store.read(source.path)) {
    if (!head.full) head.push(chunk);
    scanner.push(chunk, (_bytes, _start, _end, after) => cutter.recordEnds(after));
  }
  await checkUnchanged(source.path, source.generation, deps.store);
  return { cuts: cutter.ranges(source.bytes), places: head.places };
}

function ruleOf(format: Format) {
  const rule = RECORD_RULES[format];
  if (!rule) throw new TypeError(`Format ${format} is not made of records`);
  return rule;
}
