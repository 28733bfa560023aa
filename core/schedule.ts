import type { Topic } from "./topic.js";
import type { TrainRequest } from "./train-request.js";

/** A request that is published again and again, e.g. each week. */
export interface Schedule {
  readonly experiment: string;
  /** Whether feedback is trained on as well. */
  readonly feedback: boolean;
  /** Milliseconds between two requests. */
  readonly everyMs: number;
}

/**
 * The requests of a schedule that are due in `(after, until]`, counted from the start of 1970, so
 * that every process with the same schedule publishes the same requests; twice is harmless.
 */
export function dueRequests(
  { experiment, feedback, everyMs }: Schedule,
  after: Date,
  until: Date,
): Pick<TrainRequest, "requestId" | "experiment" | "feedback" | "onlyNewData" | "reason">[] {
  const first = Math.floor(after.getTime() / everyMs) + 1;
  const last = Math.floor(until.getTime() / everyMs);
  // After a long sleep one request is enough: it takes the newest data.
  if (last < first) return [];
  const requestId = `scheduled-${last}`;
  return [{ requestId, experiment, feedback, onlyNewData: true, reason: "schedule" }];
}

/** Publishes what is due. */
export async function publishDue(
  topic: Topic,
  schedule: Schedule,
  after: Date,
  until: Date,
): Promise<void> {
  for (const request of dueRequests(schedule, after, until)) {
    await topic.publish(JSON.stringify(request));
  }
}
