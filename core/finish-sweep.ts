import { experimentSchema } from "./experiment.js";
import type { Sweep } from "./experiment-service.js";
import { type ObjectStore, PreconditionFailedError } from "./object-store.js";
import { type RunResult, runPaths, runResultSchema } from "./run.js";
import { readJson, writeJson } from "./stored-json.js";

/**
 * Makes the best trial's result the sweep's own, so that its model is evaluated like any other.
 * False when no trial has the score that the sweep is after.
 */
export async function finishSweep(run: string, store: ObjectStore): Promise<boolean> {
  const paths = runPaths(run);
  const experiment = await readJson(store, paths.experiment, experimentSchema);
  const sweep = experiment?.value.sweep;
  const best = sweep && bestTrial(await readTrials(run, store), sweep);
  if (!best) return false;
  try {
    await writeJson(store, paths.result, { ...best, run }, { ifGeneration: "absent" });
  } catch (error) {
    if (!(error instanceof PreconditionFailedError)) throw error;
  }
  return true;
}

/** The first of those with the best score. */
function bestTrial(trials: readonly RunResult[], { metric, goal }: Sweep): RunResult | undefined {
  const sign = goal === "minimize" ? 1 : -1;
  const scored = trials.flatMap((trial) => {
    const score = scoreAt(trial.scores, metric);
    return score === undefined || trial.status === "failed" ? [] : [{ trial, score: sign * score }];
  });
  return scored.sort((a, b) => a.score - b.score)[0]?.trial;
}

/** Results in path order; torn ones are left out. */
async function readTrials(run: string, store: ObjectStore): Promise<RunResult[]> {
  const trials: RunResult[] = [];
  for await (const { path } of store.list(`${runPaths(run).folder}/trials/`)) {
    if (!/\/trials\/[^/]+\/result\.json$/.test(path)) continue;
    const result = await readJson(store, path, runResultSchema).catch(() => undefined);
    if (result) trials.push(result.value);
  }
  return trials;
}

/** The number at a dotted path, as the trainer names its scores. */
function scoreAt(scores: unknown, path: string): number | undefined {
  const value = path
    .split(".")
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], scores);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
