import { setRunState } from "./evaluate-run.js";
import { experimentSchema } from "./experiment.js";
import { JobRefusedError, type JobRunner, NoRoomError } from "./job-runner.js";
import { type ObjectStore, PreconditionFailedError } from "./object-store.js";
import { describeJob, type RunStatus, runPaths, runRequestSchema, runStatusSchema } from "./run.js";
import { readJson, type Stored, writeJson } from "./stored-json.js";

export interface MoveDeps {
  readonly store: ObjectStore;
  readonly jobs: JobRunner;
  now(): Date;
}

/** `left`: another process is at it. */
export type Moved = { readonly outcome: "moved" | "failed" | "left"; readonly message: string };

/**
 * Starts a run's job again at the next of the experiment's places: its job was accepted and then got
 * no machine. One process does it, by a claim with a generation precondition; killed half way, the
 * next one finds the job that was started, or starts it.
 * @param stored the run's status, with the job that starved.
 * @throws JobsUnavailableError, UnavailableError to be tried again; the status is as before then.
 */
export async function moveRun(stored: Stored<RunStatus>, deps: MoveDeps): Promise<Moved> {
  const { run, job } = stored.value;
  const paths = runPaths(run);
  const experiment = await readJson(deps.store, paths.experiment, experimentSchema);
  const request = await readJson(deps.store, paths.request, runRequestSchema);
  if (!experiment || !request || !job) return fail(run, `${paths.experiment} is not there`, deps);
  const claim = { ...stored.value, state: "claimed" as const, at: deps.now().toISOString() };
  claim.message = `No machine at ${job.place}: the next place is asked`;
  const lease = await replace(claim, stored.generation, deps);
  if (lease === undefined) return { outcome: "left", message: claim.message };
  const spec = { run, experiment: experiment.value, sweep: request.value.request.sweep };
  try {
    const from = (job.placeIndex ?? 0) + 1;
    const next = (await deps.jobs.find(spec)) ?? (await deps.jobs.submit(spec, from));
    const message = `${describeJob(next)}, after no machine came at ${job.place}`;
    const at = deps.now().toISOString();
    const status = { ...claim, state: "submitted" as const, at, message, job: next };
    if ((await replace(status, lease, deps)) !== undefined) return { outcome: "moved", message };
    return await yieldTo(run, next.id, deps);
  } catch (error) {
    if (error instanceof NoRoomError || error instanceof JobRefusedError) {
      return fail(run, `No machine came at ${job.place}. ${error.message}`, deps);
    }
    await replace(stored.value, lease, deps);
    throw error;
  }
}

/** The claim ran out while we were slow: where another process has started a job, ours goes. */
async function yieldTo(run: string, id: string, deps: MoveDeps): Promise<Moved> {
  const there = await readJson(deps.store, runPaths(run).status, runStatusSchema);
  if (there?.value.job?.id !== id) await deps.jobs.cancel(id);
  return { outcome: "left", message: there?.value.message ?? "" };
}

async function fail(run: string, why: string, deps: MoveDeps): Promise<Moved> {
  const message = `${why}; then publish the request under a new requestId`;
  await setRunState(run, "failed", message, deps);
  return { outcome: "failed", message };
}

/** The new generation; undefined when somebody else wrote meanwhile. */
async function replace(
  status: RunStatus,
  ifGeneration: string,
  { store }: MoveDeps,
): Promise<string | undefined> {
  try {
    return await writeJson(store, runPaths(status.run).status, status, { ifGeneration });
  } catch (error) {
    if (error instanceof PreconditionFailedError) return undefined;
    throw error;
  }
}
