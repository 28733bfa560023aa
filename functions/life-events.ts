import { checkRuns } from "../core/check-runs.js";
import { evaluateRun } from "../core/evaluate-run.js";
import type { Life } from "../core/life.js";
import { promoteRun } from "../core/promote-run.js";
import { parseRunPath, runPaths } from "../core/run.js";
import { startRun } from "../core/start-run.js";
import type { Message } from "../core/topic.js";
import { takeFeedback } from "./feedback-dataset.js";
import type { Ingest } from "./ingest/ingest.js";
import type { Log } from "./log.js";
import { writeRunsPage } from "./runs-page.js";

/** What a handler of the life needs. */
export interface LifeDeps {
  readonly life: Life;
  readonly log: Log;
  ingest(): Promise<Ingest>;
}

/** What Cloud Scheduler publishes between requests: look after the runs under way. */
const CHECK_RUNS = '{"task":"check-runs"}';

/**
 * A message of `train-requests`: a request, or the task of looking after runs.
 * @throws to be delivered again; see `startRun` and `checkRuns`.
 */
export async function onTrainRequest(message: Message, deps: LifeDeps): Promise<void> {
  const { life, log, ingest } = deps;
  if (message.data === CHECK_RUNS) {
    await onCheck(deps);
    return await writeRunsPage(life);
  }
  const {
    run,
    outcome,
    message: says,
  } = await startRun(message, {
    ...life,
    takeFeedback: async () => takeFeedback(await ingest(), log),
  });
  const line = outcome === "submitted" ? "run submitted" : `run ${outcome}`;
  log[outcome === "refused" ? "error" : "info"]({ run, messageId: message.id, says }, line);
  await writeRunsPage(life);
}

/** Looks after runs whose job says nothing itself any more. @throws as `checkRuns`. */
export async function onCheck({ life, log }: LifeDeps): Promise<void> {
  for (const { run, outcome, message: says } of await checkRuns(life)) {
    if (outcome === "moved") log.warn({ run, says }, "run moved");
    else if (outcome === "failed") log.error({ run, status: "failed", says }, "run ended");
  }
}

/** The path of an object that was finalised; undefined for other events. */
export function finalisedPath(message: Message): string | undefined {
  const { eventType, objectId } = message.attributes;
  return eventType === "OBJECT_FINALIZE" ? objectId : undefined;
}

/** A finished job: `runs/<run>/result.json`. Other objects are nothing to do. */
export async function onResult(path: string, { life, log }: LifeDeps): Promise<void> {
  const event = parseRunPath(path);
  if (!event || path !== runPaths(event.run).result) return;
  const evaluated = await evaluateRun(event.run, life);
  if (evaluated.outcome !== "found") {
    const status = evaluated.outcome === "ended" ? "failed" : "succeeded";
    const says = evaluated.outcome === "ended" ? evaluated.message : "evaluated";
    log.info({ run: event.run, status, says }, "run ended");
  }
  await writeRunsPage(life);
}

/** An evaluated run: `runs/<run>/evaluation.json`. Other objects are nothing to do. */
export async function onEvaluation(path: string, { life, log }: LifeDeps): Promise<void> {
  const event = parseRunPath(path);
  if (!event || path !== runPaths(event.run).evaluation) return;
  const { promote, reason, version } = await promoteRun(event.run, life);
  log.info(
    { run: event.run, version, says: reason },
    promote ? "model promoted" : "model kept back",
  );
  await writeRunsPage(life);
}
