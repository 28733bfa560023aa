// What each stage of ingestion costs a row, each by itself: part of `bench/ingest.ts`.
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { ingestOptionsSchema } from "../core/ingest/options.js";
import { PlainRows } from "../core/ingest/plain-rows.js";
import { writeRow } from "../core/ingest/row-line.js";
import { Selection } from "../core/ingest/selection.js";
import { createSieve } from "../core/ingest/sieve.js";
import { Text } from "../core/ingest/text.js";
import { MEMBER_BYTES, Packer } from "../functions/ingest/packer.js";
import { RowFeed } from "../functions/ingest/row-feed.js";

const BYTES = 16 * 2 ** 20;
const CHUNK_BYTES = 1 << 18;
const REPEATS = 3;

/** No evaluation sentences. */
const NOBODY = { size: 0, has: () => false };

/** CPU time a row in ns, by stage: the least of three rounds over the first 16 MiB of a CSV. */
export async function measureStages(path: string): Promise<Record<string, number>> {
  const chunks = await readHead(path);
  const options = ingestOptionsSchema.parse({ format: "csv" });
  const pairs: [Text, Text][] = [];
  feed(chunks, (source, target) => pairs.push([Text.of(`${source}`), Text.of(`${target}`)]));
  const sieve = createSieve(options, NOBODY);
  const sieved = pairs.flatMap(([source, target]) => sieve(source, target, () => undefined) ?? []);
  const lines = toLines(pairs);
  const packer = new Packer(false);
  const head = Buffer.concat(chunks);
  const rowsAt = head.indexOf(10) + 1;
  const ordinary = () => {
    const nothing = () => undefined;
    const sink = { bins: 1, choose: () => 0, put: nothing, refused: nothing };
    PlainRows.create(options, NOBODY, sink)?.take(head, rowsAt);
  };
  const each = (work: (source: Text, target: Text) => unknown) => () => {
    for (const [source, target] of pairs) work(source, target);
  };
  const stages: Record<string, () => void> = {
    "ordinary rows: read, judge, write": ordinary,
    "other rows: records, fields, text": () => feed(chunks, () => undefined),
    "other rows: judge, write": each((source, target) => sieve(source, target, () => undefined)),
    duplicates: () => {
      const selection = new Selection(options, pairs.length);
      for (const row of sieved) selection.choose(row);
    },
    gzip: () => {
      for (let at = 0; at < lines.length; at += MEMBER_BYTES) {
        packer.pack(lines.subarray(at, at + MEMBER_BYTES));
      }
    },
    sha256: () => {
      const hash = createHash("sha256");
      for (const chunk of chunks) hash.update(chunk);
      hash.digest();
    },
  };
  return Object.fromEntries(
    Object.entries(stages).map(([name, work]) => [name, Math.round(leastCpu(work) / pairs.length)]),
  );
}

async function readHead(path: string): Promise<Uint8Array[]> {
  const file = await open(path);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < BYTES; at += CHUNK_BYTES) {
    const chunk = new Uint8Array(CHUNK_BYTES);
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, at);
    chunks.push(chunk.subarray(0, bytesRead));
  }
  await file.close();
  return chunks;
}

function feed(chunks: readonly Uint8Array[], row: (source: Text, target: Text) => void): void {
  const rows = new RowFeed({ format: "csv" }, { row, reject: () => undefined });
  for (const chunk of chunks) rows.push(chunk);
  rows.finish();
}

function toLines(rows: readonly [Text, Text][]): Uint8Array {
  const lines = new Uint8Array(2 * BYTES);
  let end = 0;
  for (const [source, target] of rows) end = writeRow(lines, end, source, target);
  return lines.subarray(0, end);
}

/** In ns. */
function leastCpu(work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < REPEATS; round++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) * 1000);
  }
  return least;
}
