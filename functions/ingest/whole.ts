import { datasetFolder } from "../../core/dataset-manifest.js";
import type { IngestPlan, Part } from "../../core/ingest/plan.js";
import type { IngestDeps, IngestRun } from "./deps.js";
import type { EvaluationKeys } from "./evaluation-sets.js";
import { finish, type Ingested, REJECTED } from "./finish.js";
import { ShardWriter } from "./shards.js";
import { siftRange } from "./sift.js";

/** Makes a dataset version in one go: every row is read once and goes straight to its shard. */
export async function ingestWhole(
  plan: IngestPlan,
  keys: EvaluationKeys,
  deps: IngestDeps,
  run: IngestRun,
): Promise<Ingested> {
  const all = Array.from({ length: plan.shards }, (_, shard) => shard);
  const rejectedPath = `${datasetFolder(plan.name, plan.version)}/${REJECTED}`;
  const writer = new ShardWriter(plan, all, rejectedPath, deps);
  let part: Part;
  try {
    let left = plan.options.limit ?? Number.POSITIVE_INFINITY;
    for (const range of plan.ranges) {
      if (left <= 0) break;
      left -= await siftRange(range, plan, keys, deps, writer, run, left);
    }
    part = await writer.close();
  } catch (error) {
    await writer.abort(error);
    throw error;
  }
  return finish(plan, part, deps);
}
