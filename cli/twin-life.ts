import { setTimeout as sleep } from "node:timers/promises";
import { findDueEvents } from "../core/advance-runs.js";
import { isPassing } from "../core/life-errors.js";
import { publishDue, type Schedule } from "../core/schedule.js";
import { describeFailure } from "../functions/failure.js";
import { type LifeDeps, onEvaluation, onResult, onTrainRequest } from "../functions/life-events.js";
import type { Log } from "../functions/log.js";
import type { LocalLife } from "../infra/life/local.js";
import { deliver } from "../infra/local/delivery.js";

/** Milliseconds between looks for messages and finished jobs. */
const POLL_MS = 500;
const BACK_OFF_MS = 1_000;

/**
 * Drives a model's life in the twin until `signal` fires: delivers train requests, takes finished
 * jobs through evaluation and promotion, starts killed jobs again, keeps the schedule.
 */
export async function runLife(
  life: LocalLife,
  log: Log,
  schedule: Schedule | undefined,
  signal: AbortSignal,
): Promise<void> {
  const deps: LifeDeps = { life, log };
  for (const run of await life.jobs.resume()) log.info({ run }, "job started again");
  const requests = life.topic("train-requests");
  const delivery = deliver(
    {
      name: requests.name,
      subscription: requests,
      deadLetters: life.deadLetters("train-requests"),
      handle: (message) => onTrainRequest(message, deps),
      isPassing,
      onFault: (message, error) =>
        log.error(
          { messageId: message?.id, attempt: message?.attempt, ...describeFailure(error) },
          "message not handled",
        ),
      pollMs: POLL_MS,
      backOffMs: BACK_OFF_MS,
      concurrency: 1,
    },
    signal,
  );
  await Promise.all([delivery, advance(deps, signal), keep(schedule, life, signal)]);
}

/** Takes the place of the bucket's events. */
async function advance(deps: LifeDeps, signal: AbortSignal): Promise<void> {
  const { life, log } = deps;
  const attempt = async (work: () => Promise<void>, fields: Record<string, string>) => {
    try {
      await work();
    } catch (error) {
      log.error({ ...fields, ...describeFailure(error) }, "event not handled");
    }
  };
  while (!signal.aborted) {
    await attempt(async () => {
      const { results, evaluations, failed } = await findDueEvents(life);
      for (const run of failed) log.error({ run, status: "failed" }, "run ended");
      for (const path of results) await attempt(() => onResult(path, deps), { path });
      for (const path of evaluations) await attempt(() => onEvaluation(path, deps), { path });
    }, {});
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function keep(
  schedule: Schedule | undefined,
  life: LocalLife,
  signal: AbortSignal,
): Promise<void> {
  let seen = life.now();
  while (schedule && !signal.aborted) {
    const now = life.now();
    await publishDue(life.topic("train-requests"), schedule, seen, now);
    seen = now;
    await sleep(60_000, undefined, { signal }).catch(() => undefined);
  }
}
