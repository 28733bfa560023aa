import { setRunState } from "./evaluate-run.js";
import { finishSweep } from "./finish-sweep.js";
import { type MoveDeps, moveRun } from "./move-run.js";
import type { ObjectStore } from "./object-store.js";
import { isLeaseOver, type RunStatus, runPaths, runRequestSchema, runStatusSchema } from "./run.js";
import { readJson, type Stored } from "./stored-json.js";

/** What a look at a run has changed. */
export interface CheckedRun {
  readonly run: string;
  /** `failed`: ended without a result. `moved`: started again elsewhere. `ended`: a sweep is over. */
  readonly outcome: "failed" | "moved" | "ended";
  readonly message: string;
}

/**
 * Looks after runs whose job says nothing itself any more: failed before it could write a result,
 * cancelled, deleted, or left without a machine. One is started again at its next place, the others
 * are marked as failed with what to do; a tuning job's best trial becomes its result.
 * @throws the first passing fault, when all runs have been looked at.
 */
export async function checkRuns(deps: MoveDeps): Promise<readonly CheckedRun[]> {
  const [checked, faults]: [CheckedRun[], unknown[]] = [[], []];
  for (const run of await listRuns(deps.store)) {
    try {
      const change = await checkRun(run, deps);
      if (change) checked.push({ run, ...change });
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
  return checked;
}

async function checkRun(run: string, deps: MoveDeps): Promise<Omit<CheckedRun, "run"> | undefined> {
  const paths = runPaths(run);
  const status = await readJson(deps.store, paths.status, runStatusSchema);
  const job = status?.value.job;
  if (!status || !job) return undefined;
  // Another process was killed between a starved job and the next one.
  if (status.value.state === "claimed" && isLeaseOver(status.value, deps.now())) {
    return move(status, deps);
  }
  if (status.value.state !== "submitted") return undefined;
  const state = await deps.jobs.state(job.id);
  if (state === "queued" || state === "running") return undefined;
  // Looked at after the job: one that has just ended has written its result before.
  if (await deps.store.stat(paths.result)) return undefined;
  if (state === "starved") return move(status, deps);
  const request = await readJson(deps.store, paths.request, runRequestSchema);
  if (state === "succeeded" && request?.value.request.sweep) {
    if (await finishSweep(run, deps.store)) {
      return { outcome: "ended", message: "The sweep has ended: its best trial is the result" };
    }
  }
  return fail(run, job.id, state, deps);
}

async function move(
  status: Stored<RunStatus>,
  deps: MoveDeps,
): Promise<Omit<CheckedRun, "run"> | undefined> {
  const { outcome, message } = await moveRun(status, deps);
  return outcome === "left" ? undefined : { outcome, message };
}

async function fail(
  run: string,
  job: string,
  state: keyof typeof WORDS | undefined,
  deps: MoveDeps,
): Promise<Omit<CheckedRun, "run">> {
  const what = state ? `Job ${job} has ${WORDS[state]}` : "Its job is not there any more";
  const advice = `see ${runPaths(run).log} or the job's log, then publish the request under a new requestId`;
  const message = `${what} without a result: ${advice}`;
  await setRunState(run, "failed", message, deps);
  return { outcome: "failed", message };
}

const WORDS = {
  succeeded: "ended",
  failed: "failed",
  cancelled: "been cancelled",
} as const;

/** Names of all runs, in path order. */
export async function listRuns(store: ObjectStore): Promise<string[]> {
  const runs: string[] = [];
  for await (const { path } of store.list("runs/")) {
    const run = /^runs\/([^/]+)\/request\.json$/.exec(path)?.[1];
    if (run) runs.push(run);
  }
  return runs;
}
