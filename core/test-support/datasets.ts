import type { DatasetManifest } from "../dataset-manifest.js";
import { ingestOptionsSchema } from "../ingest/options.js";
import { emptyStatistics, rejectedRows, takenRows } from "../ingest/statistics.js";

/** The manifest of a dataset version whose counts are those of its statistics. */
export function testDataset(
  fields: Pick<DatasetManifest, "name" | "version"> & Partial<DatasetManifest>,
): DatasetManifest {
  const statistics = fields.statistics ?? emptyStatistics();
  const [taken, rejected] = [takenRows(statistics), rejectedRows(statistics)];
  return {
    schema: 1,
    createdAt: "2026-01-01T00:00:00Z",
    kind: "pairs",
    licence: null,
    source: { kind: "upload", location: "pairs.csv", files: [] },
    options: ingestOptionsSchema.parse({}),
    evaluation: { sentences: 0, sha256: "0".repeat(64) },
    splitRule: "by hash",
    counts: { rows: taken + rejected, taken, rejected },
    statistics,
    duplicatesExact: true,
    files: {},
    ...fields,
  };
}
