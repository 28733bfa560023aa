import type { Log } from "../log.js";
import type { IngestProgress } from "./deps.js";
import type { Ingested } from "./finish.js";
import type { Ingest, IngestOrder, Planned } from "./ingest.js";

/** Time between two lines of progress in the log, in ms. */
const PROGRESS_MS = 10 * 1000;

/** Ingests, logging progress and result. @throws as `Ingest.ingest`. */
export async function startIngest(
  order: IngestOrder,
  ingest: Ingest,
  log: Log,
  signal?: AbortSignal,
): Promise<Ingested | Planned> {
  const result = await ingest.ingest(order, {
    signal,
    onProgress: progressLogger(log, order.name),
  });
  log.info({ dataset: order.name, ...summarise(result) }, "ingested");
  return result;
}

/** Names and counts of what was made, for answers and the log. */
export function summarise(result: Ingested | Planned) {
  if ("ranges" in result) return { ...result, state: "planned" };
  const { name, version, counts, statistics } = result.manifest;
  const state = result.created ? "created" : "exists";
  return { name, version, state, counts, splits: statistics.taken, rejects: statistics.rejects };
}

/** A log line every ten seconds. */
export function progressLogger(log: Log, dataset: string): (progress: IngestProgress) => void {
  let lastMs = performance.now();
  return (progress) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < PROGRESS_MS) return;
    lastMs = nowMs;
    log.info({ dataset, ...progress }, "ingesting");
  };
}
