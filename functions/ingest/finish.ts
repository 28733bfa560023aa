import { createHash } from "node:crypto";
import {
  type DatasetManifest,
  datasetFolder,
  datasetManifestPath,
  datasetManifestSchema,
} from "../../core/dataset-manifest.js";
import { UnprocessableError } from "../../core/errors.js";
import type { IngestPlan, Part } from "../../core/ingest/plan.js";
import { renderReport } from "../../core/ingest/report.js";
import { rejectedRows, takenRows } from "../../core/ingest/statistics.js";
import {
  ObjectNotFoundError,
  type ObjectStore,
  PreconditionFailedError,
} from "../../core/object-store.js";
import { readJson } from "../../core/stored-json.js";
import type { IngestDeps } from "./deps.js";

export const REJECTED = "rejected.jsonl.gz";
const REPORT = "report.html";

/** A dataset version, and whether this call made it. */
export interface Ingested {
  readonly manifest: DatasetManifest;
  readonly created: boolean;
}

/**
 * Writes the report and then the manifest, which makes the version exist. Where somebody else was
 * faster, theirs counts.
 * @throws UnprocessableError when no row was taken.
 */
export async function finish(plan: IngestPlan, part: Part, deps: IngestDeps): Promise<Ingested> {
  const taken = takenRows(part.statistics);
  const rejected = rejectedRows(part.statistics);
  if (taken === 0) throw nothingTaken(part, rejected);
  const { validation, test } = plan.options.split;
  const dataset = {
    schema: 1 as const,
    name: plan.name,
    version: plan.version,
    kind: plan.options.format === "text" ? ("text" as const) : ("pairs" as const),
    licence: plan.licence,
    source: plan.source,
    options: plan.options,
    evaluation: plan.evaluation,
    splitRule: `hash of the target's letters and digits: test below ${test}, validation in the next ${validation}, the rest train`,
    counts: { rows: taken + rejected, taken, rejected },
    statistics: part.statistics,
    duplicatesExact: part.duplicatesExact,
  };
  const report = Buffer.from(renderReport(dataset));
  const folder = datasetFolder(plan.name, plan.version);
  await deps.store.write(`${folder}/${REPORT}`, report, {
    contentType: "text/html; charset=utf-8",
  });
  const sha256 = createHash("sha256").update(report).digest("hex");
  const manifest = datasetManifestSchema.parse({
    ...dataset,
    createdAt: deps.now().toISOString(),
    files: { ...part.files, [REPORT]: { bytes: report.byteLength, sha256, rows: 0 } },
  });
  try {
    await deps.store.write(
      datasetManifestPath(plan.name, plan.version),
      Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
      { ifGeneration: "absent", contentType: "application/json" },
    );
    return { manifest, created: true };
  } catch (error) {
    if (!(error instanceof PreconditionFailedError)) throw error;
    const other = await readManifest(deps.store, plan.name, plan.version);
    if (!other) throw error;
    return { manifest: other, created: false };
  }
}

/** The manifest of a version; undefined when there is none. @throws StoredJsonError for a damaged one. */
export async function readManifest(
  store: ObjectStore,
  name: string,
  version: string,
): Promise<DatasetManifest | undefined> {
  return (await readJson(store, datasetManifestPath(name, version), datasetManifestSchema))?.value;
}

/** All bytes of an object; undefined when it is not there. */
export async function readWhole(store: ObjectStore, path: string): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of store.read(path)) chunks.push(chunk);
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return undefined;
    throw error;
  }
  return Buffer.concat(chunks);
}

function nothingTaken(part: Part, rejected: number): UnprocessableError {
  const reasons = Object.entries(part.statistics.rejects)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([reason, rows]) => `${reason} ${rows}`);
  const found =
    rejected === 0 ? "the source has none" : `${rejected} were left out: ${reasons.join(", ")}`;
  return new UnprocessableError(`Expected rows to take, but ${found}`);
}
