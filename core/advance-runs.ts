import { checkRuns, listRuns } from "./check-runs.js";
import type { Life } from "./life.js";
import { runPaths, runStatusSchema } from "./run.js";
import { readJson } from "./stored-json.js";

/** What the events of a store would have said: paths whose handlers have something to do. */
export interface DueEvents {
  /** `runs/<run>/result.json` of runs that wait for their job. */
  readonly results: readonly string[];
  /** `runs/<run>/evaluation.json` of runs that wait for a decision. */
  readonly evaluations: readonly string[];
  /** Runs whose job has ended without a result. */
  readonly failed: readonly string[];
}

/** Looks for finished jobs and evaluated runs: takes the events' place where nothing sends them. */
export async function findDueEvents(life: Life): Promise<DueEvents> {
  const [results, evaluations]: [string[], string[]] = [[], []];
  for (const run of await listRuns(life.store)) {
    const paths = runPaths(run);
    const status = await readJson(life.store, paths.status, runStatusSchema);
    const state = status?.value.state;
    if (state === "evaluated") evaluations.push(paths.evaluation);
    if (state === "submitted" && (await life.store.stat(paths.result))) results.push(paths.result);
  }
  return { results, evaluations, failed: await checkRuns(life) };
}
