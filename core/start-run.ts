import { listRuns } from "./check-runs.js";
import { composeExperiment, type ReadConfig } from "./compose.js";
import { type DatasetReference, datasetFolder } from "./dataset-manifest.js";
import { listDatasets, resolveDataset } from "./datasets.js";
import { InvalidRequestError, UnavailableError } from "./errors.js";
import type { Experiment } from "./experiment.js";
import { FEEDBACK, withFeedback } from "./feedback-source.js";
import { type JobHandle, JobRefusedError, type JobRunner } from "./job-runner.js";
import { type ObjectStore, PreconditionFailedError } from "./object-store.js";
import {
  describeJob,
  isLeaseOver,
  type RunRequest,
  type RunStatus,
  runPaths,
  runRequestSchema,
  runStatusSchema,
} from "./run.js";
import { readJson, writeJson } from "./stored-json.js";
import type { Message } from "./topic.js";
import { parseTrainRequest, runNameOf, type TrainRequest } from "./train-request.js";

export interface StartRunDeps {
  readonly store: ObjectStore;
  readonly jobs: JobRunner;
  readonly readConfig: ReadConfig;
  /** The model name whose alias the serving instances follow; the trainer names its versions so. */
  readonly model: string;
  now(): Date;
  sleep(ms: number): Promise<void>;
  /**
   * Makes a dataset version of all feedback there is; undefined where none can be trained on.
   * @throws UnavailableError while it is being made.
   */
  takeFeedback(): Promise<DatasetReference | undefined>;
  /** How long to wait, in milliseconds, for another delivery that is submitting the same run. */
  readonly waitMs: number;
}

export interface StartedRun {
  readonly run: string;
  /** `found`: an earlier delivery did it. */
  readonly outcome: "submitted" | "skipped" | "refused" | "found";
  readonly message: string;
}

/**
 * Turns a message of `train-requests` into exactly one job, however often it is delivered.
 * @throws InvalidRequestError for what can never work; every fault is listed.
 * @throws UnavailableError, JobsUnavailableError, StoreUnavailableError to be delivered again.
 */
export async function startRun(message: Message, deps: StartRunDeps): Promise<StartedRun> {
  const request = parseTrainRequest(message.data);
  const run = runNameOf(request, message.publishedAt);
  const earlier = await readJson(deps.store, runPaths(run).request, runRequestSchema);
  const claim = earlier?.value ?? (await claimRun(run, request, message, deps));
  if (JSON.stringify(claim.request) !== JSON.stringify(request)) {
    throw new InvalidRequestError(
      `requestId "${request.requestId}" has been used for another request; choose a new one`,
    );
  }
  const experiment = lacksData(claim) ? undefined : await compose(claim, deps);
  const lease = await takeLease(run, deps);
  if (typeof lease !== "string") return { run, outcome: "found", message: lease.message };
  return await submit(claim, experiment, lease, deps);
}

/** Writes request.json, or finds the one that another delivery wrote first. */
async function claimRun(
  run: string,
  request: TrainRequest,
  message: Message,
  deps: StartRunDeps,
): Promise<RunRequest> {
  const dataset = await findDataset(request, deps.store);
  const feedback = request.feedback ? await deps.takeFeedback() : undefined;
  const claim: RunRequest = {
    schema: 1,
    run,
    request,
    ...(dataset && { dataset }),
    ...(feedback && { feedback }),
    messageId: message.id,
    publishedAt: message.publishedAt.toISOString(),
  };
  // Before the claim, so that a request that can never work leaves no run behind.
  if (!lacksData(claim)) await compose(claim, deps);
  try {
    await writeJson(deps.store, runPaths(run).request, claim, { ifGeneration: "absent" });
    return claim;
  } catch (error) {
    if (!(error instanceof PreconditionFailedError)) throw error;
    const theirs = await readJson(deps.store, runPaths(run).request, runRequestSchema);
    if (!theirs) throw error;
    return theirs.value;
  }
}

/** The version the request means; with `onlyNewData` the newest there is, and none is no fault. */
async function findDataset(
  { dataset, onlyNewData }: TrainRequest,
  store: ObjectStore,
): Promise<RunRequest["dataset"]> {
  if (!onlyNewData) return dataset === undefined ? undefined : resolveDataset(store, dataset);
  const [name, version] = dataset?.split("/") ?? [];
  if (name !== undefined && version !== undefined) return { name, version };
  const versions = await listDatasets(store, name);
  const newest = versions.find((manifest) => name !== undefined || manifest.name !== FEEDBACK);
  return newest && { name: newest.name, version: newest.version };
}

function lacksData({ request, dataset }: RunRequest): boolean {
  return request.onlyNewData && dataset === undefined;
}

/** The experiment as the trainer gets it: under the served model's name, unless the request says another. */
async function compose(
  { request, dataset, feedback }: RunRequest,
  { readConfig, model }: StartRunDeps,
): Promise<Experiment> {
  const path =
    dataset && `data.sources.dataset.path=${datasetFolder(dataset.name, dataset.version)}`;
  const overrides = [`++name=${model}`, ...request.overrides, ...(path ? [path] : [])];
  const experiment = await composeExperiment(request.experiment, overrides, readConfig);
  return feedback ? withFeedback(experiment, feedback) : experiment;
}

/** The generation of the status we wrote as the one delivery that submits; or what another has done. */
async function takeLease(run: string, deps: StartRunDeps): Promise<string | RunStatus> {
  const path = runPaths(run).status;
  const deadline = deps.now().getTime() + deps.waitMs;
  for (;;) {
    const there = await readJson(deps.store, path, runStatusSchema);
    if (there && there.value.state !== "claimed") return there.value;
    if (!there || isLeaseOver(there.value, deps.now())) {
      const ifGeneration = there?.generation ?? "absent";
      try {
        const status = toStatus(run, "claimed", "A job is about to be submitted", deps);
        return await writeJson(deps.store, path, status, { ifGeneration });
      } catch (error) {
        if (!(error instanceof PreconditionFailedError)) throw error;
      }
    } else if (deps.now().getTime() >= deadline) {
      throw new UnavailableError(`Another delivery is submitting run ${run}; deliver again later`);
    } else await deps.sleep(50);
  }
}

async function submit(
  claim: RunRequest,
  experiment: Experiment | undefined,
  lease: string,
  deps: StartRunDeps,
): Promise<StartedRun> {
  const { run, request } = claim;
  const finish = async (
    outcome: Exclude<StartedRun["outcome"], "found">,
    message: string,
    job?: JobHandle,
  ): Promise<StartedRun> => {
    const state = outcome === "refused" ? "failed" : outcome;
    const status = { ...toStatus(run, state, message, deps), ...(job && { job }) };
    await writeJson(deps.store, runPaths(run).status, status, { ifGeneration: lease });
    return { run, outcome, message };
  };
  if (!experiment) {
    return finish("skipped", "Nothing to train on: no dataset version has been ingested yet");
  }
  const earlier = request.onlyNewData ? await findEarlierRun(claim, deps.store) : undefined;
  if (earlier) {
    return finish(
      "skipped",
      `Nothing new: run ${earlier} has trained on this dataset version${claim.feedback ? " and this feedback" : ""}`,
    );
  }
  if (request.sweep && !experiment.sweep) {
    return finish("refused", `Experiment "${request.experiment}" has no sweep section; add one`);
  }
  let job: JobHandle;
  try {
    await writeJson(deps.store, runPaths(run).experiment, experiment);
    const spec = { run, experiment, sweep: request.sweep };
    job = (await deps.jobs.find(spec)) ?? (await deps.jobs.submit(spec));
  } catch (error) {
    if (error instanceof JobRefusedError) return finish("refused", error.message);
    // So that the next delivery need not wait until the lease is over.
    await deps.store.delete(runPaths(run).status, { ifGeneration: lease }).catch(() => undefined);
    throw error;
  }
  try {
    return await finish("submitted", describeJob(job), job);
  } catch (error) {
    if (!(error instanceof PreconditionFailedError)) throw error;
    return await yieldTo(run, job, deps);
  }
}

/** The lease ran out while we were slow: where another delivery has submitted, its job stays and ours goes. */
async function yieldTo(run: string, job: JobHandle, deps: StartRunDeps): Promise<StartedRun> {
  const there = await takeLease(run, deps);
  if (typeof there === "string") {
    const message = describeJob(job);
    const status = { ...toStatus(run, "submitted", message, deps), job };
    await writeJson(deps.store, runPaths(run).status, status, { ifGeneration: there });
    return { run, outcome: "submitted", message };
  }
  if (there.job?.id !== job.id) await deps.jobs.cancel(job.id);
  return { run, outcome: "found", message: there.message };
}

/** A run of the same experiment and overrides on the same data that has not failed. */
async function findEarlierRun(claim: RunRequest, store: ObjectStore): Promise<string | undefined> {
  const key = ({ request, dataset, feedback }: RunRequest) =>
    JSON.stringify([request.experiment, request.overrides, dataset, feedback?.version]);
  for (const run of await listRuns(store)) {
    const path = runPaths(run).request;
    const other = await readJson(store, path, runRequestSchema).catch(() => undefined);
    if (!other || other.value.run === claim.run || key(other.value) !== key(claim)) continue;
    const status = await readJson(store, runPaths(run).status, runStatusSchema);
    if (status && status.value.state !== "failed" && status.value.state !== "skipped") {
      return run;
    }
  }
  return undefined;
}

function toStatus(
  run: string,
  state: RunStatus["state"],
  message: string,
  deps: StartRunDeps,
): RunStatus {
  return { schema: 1, run, state, at: deps.now().toISOString(), message };
}
