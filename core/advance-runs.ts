import { listRuns } from "./check-runs.js";
import type { ObjectStore } from "./object-store.js";
import { runPaths, runStatusSchema } from "./run.js";
import { readIfWhole } from "./stored-json.js";

/** What the events of a store would have said: paths whose handlers have something to do. */
export interface DueEvents {
  /** `runs/<run>/result.json` of runs that wait for their job. */
  readonly results: readonly string[];
  /** `runs/<run>/evaluation.json` of runs that wait for a decision. */
  readonly evaluations: readonly string[];
}

/**
 * Looks for finished jobs and evaluated runs: takes the events' place where nothing sends them. A run
 * whose status is damaged is left out: `checkRuns` tells of it.
 */
export async function findDueEvents(store: ObjectStore): Promise<DueEvents> {
  const [results, evaluations]: [string[], string[]] = [[], []];
  for (const run of await listRuns(store)) {
    const paths = runPaths(run);
    const status = await readIfWhole(store, paths.status, runStatusSchema);
    const state = status?.value.state;
    if (state === "evaluated") evaluations.push(paths.evaluation);
    if (state === "submitted" && (await store.stat(paths.result))) results.push(paths.result);
  }
  return { results, evaluations };
}
