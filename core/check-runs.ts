import { type EvaluateDeps, setRunState } from "./evaluate-run.js";
import type { JobRunner } from "./job-runner.js";
import type { ObjectStore } from "./object-store.js";
import { runPaths, runRequestSchema, runStatusSchema } from "./run.js";
import { readJson } from "./stored-json.js";

/**
 * Finds runs whose job has ended without a result (failed before it could write one, cancelled,
 * deleted) and marks them as failed with what to do. Returns their names.
 */
export async function checkRuns(
  deps: Pick<EvaluateDeps, "store" | "now"> & { readonly jobs: JobRunner },
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const run of await listRuns(deps.store)) {
    const paths = runPaths(run);
    const status = await readJson(deps.store, paths.status, runStatusSchema);
    const job = status?.value.state === "submitted" ? status.value.job : undefined;
    if (!job) continue;
    const state = await deps.jobs.state(job.id);
    if (state === "queued" || state === "running") continue;
    // Looked at after the job: one that has just ended has written its result before.
    if (await deps.store.stat(paths.result)) continue;
    const request = await readJson(deps.store, paths.request, runRequestSchema);
    if (state === "succeeded" && request?.value.request.sweep) {
      const says = `The sweep has ended: its trials are in ${paths.folder}/trials/`;
      await setRunState(run, "kept", `${says}; train with the best settings as overrides`, deps);
      continue;
    }
    const what = state ? `Job ${job.id} has ${WORDS[state]}` : "Its job is not there any more";
    const advice = `see ${paths.log} or the job's log, then publish the request under a new requestId`;
    await setRunState(run, "failed", `${what} without a result: ${advice}`, deps);
    failed.push(run);
  }
  return failed;
}

const WORDS = { succeeded: "ended", failed: "failed", cancelled: "been cancelled" } as const;

/** Names of all runs, in path order. */
export async function listRuns(store: ObjectStore): Promise<string[]> {
  const runs: string[] = [];
  for await (const { path } of store.list("runs/")) {
    const run = /^runs\/([^/]+)\/request\.json$/.exec(path)?.[1];
    if (run) runs.push(run);
  }
  return runs;
}
