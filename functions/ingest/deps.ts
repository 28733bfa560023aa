import type { IngestTask } from "../../core/ingest/plan.js";
import type { DatasetHub, WebFiles } from "../../core/ingest/ports.js";
import type { ObjectStore } from "../../core/object-store.js";

export interface IngestLimits {
  /** Bytes of all files of a source as they come. */
  readonly maxSourceBytes: number;
  /** Bytes of one file after decompression. */
  readonly maxExpandedBytes: number;
  /** Bytes out per byte in, above which a compressed file is taken for a bomb. */
  readonly maxExpansion: number;
  /** Sources of more bytes are cut into ranges for several workers, where there is somebody to send them to. */
  readonly fanOutBytes: number;
  /** Bytes of one range. */
  readonly rangeBytes: number;
  /** Rows whose duplicates are surely found, of all shards of one worker. At most 31 bytes each. */
  readonly exactEntries: number;
}

export const INGEST_LIMITS: IngestLimits = {
  maxSourceBytes: 64 * 2 ** 30,
  maxExpandedBytes: 256 * 2 ** 30,
  maxExpansion: 200,
  fanOutBytes: 2 ** 30,
  rangeBytes: 256 * 2 ** 20,
  exactEntries: 8_000_000,
};

/** How far an ingestion is. */
export interface IngestProgress {
  readonly step: "fetch" | "read" | "reduce";
  /** Source bytes done in this step, and all there are where that is known. */
  readonly bytes: number;
  readonly totalBytes: number | undefined;
  readonly rows: number;
  readonly taken: number;
}

/** What ingestion works with. */
export interface IngestDeps {
  readonly store: ObjectStore;
  /** The bucket that `store` is, so that gs:// addresses in it are read in place. */
  readonly bucket?: string | undefined;
  readonly openBucket?: ((bucket: string) => Promise<ObjectStore>) | undefined;
  readonly web: WebFiles;
  readonly hub: DatasetHub;
  /** Sends a step to another worker; without it everything is done in one. */
  readonly publish?: ((task: IngestTask) => Promise<void>) | undefined;
  readonly limits: IngestLimits;
  now(): Date;
  newId(): string;
}

export interface IngestRun {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: IngestProgress) => void) | undefined;
}

/** Where ingestions keep what they need until they are done; no dataset has this name. */
export const STAGING = "datasets/.staging/";

/** Folder for what an ingestion needs until it is done. */
export function stagingFolder(name: string, id: string): string {
  return `${STAGING}${name}/${id}`;
}
