import { UnprocessableError } from "../errors.js";
import type { RecordRule } from "./records.js";

/** Formats that are read. */
export const FORMATS = ["csv", "tsv", "jsonl", "m2", "text", "parquet", "feedback"] as const;

export type Format = (typeof FORMATS)[number];

/** Formats made of records that a scanner can cut, and how. */
export const RECORD_RULES: Readonly<Partial<Record<Format, RecordRule>>> = {
  csv: "csv",
  tsv: "tsv",
  jsonl: "line",
  text: "line",
  m2: "block",
  feedback: "line",
};

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  csv: "csv",
  tsv: "tsv",
  jsonl: "jsonl",
  ndjson: "jsonl",
  m2: "m2",
  txt: "text",
  parquet: "parquet",
};

/**
 * The format that a file's name says; endings of compressed files are looked through.
 * @throws UnprocessableError listing the endings that are known.
 */
export function formatOf(fileName: string): Format {
  const name = fileName.toLowerCase().replace(/\.(gz|zst|zstd)$/, "");
  const format = BY_EXTENSION[/\.([a-z0-9]+)$/.exec(name)?.[1] ?? ""];
  if (format) return format;
  const endings = Object.keys(BY_EXTENSION)
    .map((ending) => `.${ending}`)
    .join(", ");
  throw new UnprocessableError(
    `Expected a file name that ends in ${endings} (then .gz or .zst), or \`format\` to be given`,
  );
}

export type Compression = "none" | "gzip" | "zstd";

/** First bytes that `compressionOf` looks at. */
export const MAGIC_BYTES = 4;

/** Compression by a file's first bytes, whatever its name says. */
export function compressionOf(firstBytes: Uint8Array): Compression {
  const [a, b, c, d] = firstBytes;
  if (a === 0x1f && b === 0x8b) return "gzip";
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return "zstd";
  return "none";
}
