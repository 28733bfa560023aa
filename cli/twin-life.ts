import { setTimeout as sleep } from "node:timers/promises";
import { findDueEvents } from "../core/advance-runs.js";
import type { TopicName } from "../core/life.js";
import { isPassing } from "../core/life-errors.js";
import { publishDue, type Schedule } from "../core/schedule.js";
import type { Message } from "../core/topic.js";
import type { Context } from "../functions/context.js";
import { describeFailure } from "../functions/failure.js";
import { onIngestMessage } from "../functions/ingest/events.js";
import {
  type LifeDeps,
  onCheck,
  onEvaluation,
  onResult,
  onTrainRequest,
} from "../functions/life-events.js";
import type { LocalLife } from "../infra/life/local.js";
import { deliver } from "../infra/local/delivery.js";

/** Milliseconds between looks for messages, dropped files and finished jobs. */
const POLL_MS = 500;
const BACK_OFF_MS = 1_000;

interface TwinDeps extends LifeDeps {
  readonly life: LocalLife;
}

/**
 * Drives a model's life in the twin until `signal` fires: ingests files dropped under `incoming/`,
 * delivers requests, takes finished jobs through evaluation and promotion, starts killed jobs again,
 * keeps the schedule.
 */
export async function runLife(
  life: LocalLife,
  context: Pick<Context, "log" | "ingest">,
  schedule: Schedule | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { log } = context;
  const deps: TwinDeps = { life, log, ingest: context.ingest };
  const resume = async () => {
    for (const run of await life.jobs.resume()) log.info({ run }, "job started again");
  };
  await attempt(resume, {}, deps);
  const handlers: readonly [TopicName, (message: Message) => Promise<void>][] = [
    ["train-requests", (message) => onTrainRequest(message, deps)],
    ["ingest-requests", async (message) => onIngestMessage(message, await context.ingest(), log)],
  ];
  await Promise.all([
    ...handlers.map(([name, handle]) => deliverTopic(name, handle, deps, signal)),
    repeat(() => life.incoming.look(), POLL_MS, deps, signal),
    repeat(() => advance(deps), POLL_MS, deps, signal),
    schedule && keep(schedule, deps, signal),
  ]);
}

/** Takes the place of a push subscription. */
function deliverTopic(
  name: TopicName,
  handle: (message: Message) => Promise<void>,
  { life, log }: TwinDeps,
  signal: AbortSignal,
): Promise<void> {
  const subscription = life.topic(name);
  const options = {
    name,
    subscription,
    deadLetters: life.deadLetters(name),
    handle,
    isPassing,
    onFault: (message: Message | undefined, error: unknown) =>
      log.error(
        { messageId: message?.id, attempt: message?.attempt, ...describeFailure(error) },
        "message not handled",
      ),
    pollMs: POLL_MS,
    backOffMs: BACK_OFF_MS,
    concurrency: 1,
  };
  return deliver(options, signal);
}

/** Takes the place of the bucket's events about runs and of the scheduled look after them. */
async function advance(deps: LifeDeps): Promise<void> {
  await attempt(() => onCheck(deps), {}, deps);
  const { results, evaluations } = await findDueEvents(deps.life.store);
  for (const path of results) await attempt(() => onResult(path, deps), { path }, deps);
  for (const path of evaluations) await attempt(() => onEvaluation(path, deps), { path }, deps);
}

/** Takes the place of Cloud Scheduler. */
async function keep(schedule: Schedule, deps: LifeDeps, signal: AbortSignal): Promise<void> {
  const { life } = deps;
  let seen = life.now();
  const publish = async () => {
    const now = life.now();
    await publishDue(life.topic("train-requests"), schedule, seen, now);
    seen = now;
  };
  await repeat(publish, 60_000, deps, signal);
}

async function repeat(
  work: () => Promise<unknown>,
  everyMs: number,
  deps: LifeDeps,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await attempt(work, {}, deps);
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** One fault must not end the watch. */
async function attempt(
  work: () => Promise<unknown>,
  fields: Readonly<Record<string, string>>,
  { log }: LifeDeps,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ ...fields, ...describeFailure(error) }, "event not handled");
  }
}
