import { readAlias } from "./aliases.js";
import { type Evaluation, evaluationSchema, type ModelTrial } from "./evaluation.js";
import { experimentSchema } from "./experiment.js";
import { UnknownRunError } from "./life-errors.js";
import { type ObjectStore, PreconditionFailedError } from "./object-store.js";
import {
  type RunResult,
  type RunState,
  runPaths,
  runRequestSchema,
  runResultSchema,
  runStatusSchema,
} from "./run.js";
import { readJson, StoredJsonError, writeJson } from "./stored-json.js";

export interface EvaluateDeps {
  readonly store: ObjectStore;
  readonly trial: ModelTrial;
  /** The model name whose alias the serving instances follow. */
  readonly model: string;
  now(): Date;
}

/** What came of a finished job. */
export type Evaluated =
  | { readonly outcome: "evaluated" | "found"; readonly evaluation: Evaluation }
  | { readonly outcome: "ended"; readonly message: string };

/**
 * Looks at a run whose `result.json` is there: measures its model beside the one that serves and
 * writes `evaluation.json`. Run twice, it finds what it wrote.
 * @throws UnknownRunError for a result nobody asked for. @throws StoredJsonError for a torn result.
 */
export async function evaluateRun(run: string, deps: EvaluateDeps): Promise<Evaluated> {
  const paths = runPaths(run);
  const request = await readJson(deps.store, paths.request, runRequestSchema);
  if (!request) {
    throw new UnknownRunError(
      `${paths.result} belongs to no run: ${paths.request} is not there. ` +
        "Delete it, or publish a train request with this requestId",
    );
  }
  const there = await readJson(deps.store, paths.evaluation, evaluationSchema);
  if (there) {
    await setRunState(run, "evaluated", `Model ${there.value.candidate.version} is measured`, deps);
    return { outcome: "found", evaluation: there.value };
  }

  const result = await readResult(run, deps);
  if (result.status === "failed" || !result.model) {
    return fail(run, `The job failed: ${result.error ?? "it does not say why"}`, deps);
  }
  if (result.model.name !== deps.model) {
    const message = `Not promoted: it is model "${result.model.name}", and "${deps.model}" is served`;
    await setRunState(run, "kept", message, deps);
    return { outcome: "ended", message };
  }
  const evaluation = await measureBoth(run, result.model.version, deps);
  try {
    await writeJson(deps.store, paths.evaluation, evaluation, { ifGeneration: "absent" });
  } catch (error) {
    if (!(error instanceof PreconditionFailedError)) throw error;
    return evaluateRun(run, deps);
  }
  await setRunState(run, "evaluated", `Model ${result.model.version} is measured`, deps);
  return { outcome: "evaluated", evaluation };
}

/** The candidate beside the model that serves at this moment. */
export async function measureBoth(
  run: string,
  version: string,
  deps: EvaluateDeps,
): Promise<Evaluation> {
  const alias = await readAlias(deps.store, deps.model);
  const experiment = await readJson(deps.store, runPaths(run).experiment, experimentSchema);
  if (!experiment) {
    throw new UnknownRunError(`${runPaths(run).experiment} is not there; publish a new request`);
  }
  return {
    schema: 1,
    run,
    at: deps.now().toISOString(),
    model: deps.model,
    rule: experiment.value.promotion,
    // One after the other: they share the processor that their latency is measured on.
    candidate: await deps.trial.measure(deps.model, version),
    serving: await deps.trial.measure(deps.model, alias?.value.version ?? null),
  };
}

async function readResult(run: string, deps: EvaluateDeps): Promise<RunResult> {
  const path = runPaths(run).result;
  const result = await readJson(deps.store, path, runResultSchema).catch(async (error: unknown) => {
    if (error instanceof StoredJsonError) {
      const message = `${error.message}; publish the request again under a new requestId`;
      await setRunState(run, "failed", message, deps);
    }
    throw error;
  });
  if (!result) throw new UnknownRunError(`${path} is not there`);
  if (result.value.run === run) return result.value;
  throw new UnknownRunError(`${path} is the result of run "${result.value.run}"`);
}

async function fail(run: string, message: string, deps: EvaluateDeps): Promise<Evaluated> {
  await setRunState(run, "failed", message, deps);
  return { outcome: "ended", message };
}

/** States a run does not leave again. */
const FINAL: readonly RunState[] = ["promoted", "kept"];

/** Moves a run on; a state that is final stays. The job's handle is kept. */
export async function setRunState(
  run: string,
  state: RunState,
  message: string,
  deps: Pick<EvaluateDeps, "store" | "now">,
): Promise<void> {
  const path = runPaths(run).status;
  for (;;) {
    const before = await readJson(deps.store, path, runStatusSchema);
    if (before && FINAL.includes(before.value.state)) return;
    const status = {
      ...before?.value,
      ...{ schema: 1, run, state, message, at: deps.now().toISOString() },
    };
    try {
      await writeJson(deps.store, path, status, { ifGeneration: before?.generation ?? "absent" });
      return;
    } catch (error) {
      if (!(error instanceof PreconditionFailedError)) throw error;
    }
  }
}
