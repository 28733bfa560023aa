import { createHash } from "node:crypto";
import { RECORD_RULES } from "../../core/ingest/formats.js";
import { ingestOptionsSchema } from "../../core/ingest/options.js";
import { chooseShards, type IngestPlan, type IngestTask } from "../../core/ingest/plan.js";
import type { IngestRequest, IngestSource } from "../../core/ingest/request.js";
import { type Acquired, acquire, type Upload } from "./acquire.js";
import { type IngestDeps, type IngestRun, stagingFolder } from "./deps.js";
import { type EvaluationKeys, loadEvaluationKeys } from "./evaluation-sets.js";
import { type Ingested, readManifest } from "./finish.js";
import { cutRanges, wholeRanges } from "./ranges.js";
import { runStep, startPlan } from "./steps.js";
import { removeFolder, sweep } from "./sweep.js";
import { ingestWhole } from "./whole.js";

/** Changes when the same input is to give another dataset: filters judge otherwise, say. */
const PIPELINE = 2;

/** A checked request; its source may be a body that came with it. */
export type IngestOrder = Omit<IngestRequest, "source"> & {
  readonly source: IngestSource | Upload;
};

/** Steps were sent to other workers: the version exists once its manifest does. */
export interface Planned {
  readonly name: string;
  readonly version: string;
  readonly ranges: number;
}

export interface Ingest {
  /**
   * Makes a dataset version of a source, or finds that it exists.
   * @throws UnprocessableError for a source that cannot be used, saying why.
   * @throws UnavailableError, StoreUnavailableError for passing faults; calling again is safe.
   */
  ingest(order: IngestOrder, run?: IngestRun): Promise<Ingested | Planned>;
  /** Carries out one step of a planned ingestion; safe to repeat. */
  step(task: IngestTask, run?: IngestRun): Promise<void>;
}

export function createIngest(deps: IngestDeps): Ingest {
  return {
    ingest: (order, run = {}) => ingest(order, deps, run),
    step: (task, run = {}) => runStep(task, deps, run),
  };
}

async function ingest(
  order: IngestOrder,
  deps: IngestDeps,
  run: IngestRun,
): Promise<Ingested | Planned> {
  await sweep(deps.store, order.name, deps.now());
  const landing = stagingFolder(order.name, deps.newId());
  let planned = false;
  try {
    const acquired = await acquire(order, landing, deps, run);
    const keys = await loadEvaluationKeys(deps.store, deps.limits);
    const plan = toPlan(order, acquired, keys);
    const existing = await readManifest(deps.store, plan.name, plan.version);
    if (existing) return { manifest: existing, created: false };
    if (!isLarge(acquired, order, deps)) return await ingestWhole(plan, keys, deps, run);
    const { format } = acquired;
    const ranges = await cutRanges(
      acquired.files,
      { format, columns: order.options.columns },
      deps,
    );
    planned = true;
    await startPlan({ ...plan, ranges }, deps);
    return { name: plan.name, version: plan.version, ranges: ranges.length };
  } finally {
    // What cannot be removed now is swept later, and must not hide an error.
    if (!planned) await removeFolder(deps.store, `${landing}/`).catch(() => undefined);
  }
}

/** Worth several workers, and not cut short by a limit that counts rows over all files. */
function isLarge({ files, format }: Acquired, order: IngestOrder, deps: IngestDeps): boolean {
  if (!deps.publish || (order.options.limit !== undefined && !RECORD_RULES[format])) return false;
  return sum(files) > deps.limits.fanOutBytes;
}

function toPlan(order: IngestOrder, { files, format }: Acquired, keys: EvaluationKeys): IngestPlan {
  const shards = order.options.shards ?? chooseShards(sum(files));
  // Parsed again for the order of its keys, which the version depends on.
  const options = ingestOptionsSchema.parse({ ...order.options, format, shards });
  const content = JSON.stringify({
    pipeline: PIPELINE,
    files: files.map((file) => file.sha256),
    options,
    evaluation: keys.sha256,
  });
  return {
    schema: 1,
    name: order.name,
    version: createHash("sha256").update(content).digest("hex").slice(0, 12),
    shards,
    licence: order.licence ?? null,
    source: {
      kind: order.source.kind,
      location: describeSource(order.source),
      files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    },
    paths: files.map((file) => file.path),
    generations: files.map((file) => file.generation),
    options,
    evaluation: { sentences: keys.size, sha256: keys.sha256 },
    ranges: wholeRanges(files),
  };
}

/** For the manifest: without user name, password and query, which may hold keys. */
function describeSource(source: IngestSource | Upload): string {
  switch (source.kind) {
    case "upload":
      return source.fileName;
    case "object":
      return source.uri;
    case "https": {
      const { origin, pathname } = new URL(source.url);
      return `${origin}${pathname}`;
    }
    case "hub":
      return `${source.id}/${source.config}/${source.split}`;
    case "feedback":
      return source.since === undefined ? "feedback" : `feedback since ${source.since}`;
  }
}

function sum(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((total, file) => total + file.bytes, 0);
}
