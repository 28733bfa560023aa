import type { ReadConfig } from "./compose.js";
import type { ModelTrial } from "./evaluation.js";
import type { JobRunner } from "./job-runner.js";
import type { ObjectStore } from "./object-store.js";
import type { ModelRegistry } from "./promote-run.js";
import type { Subscription, Topic } from "./topic.js";

/** Names of the topics; each has a dead-letter topic beside it. */
export const TOPICS = ["train-requests", "run-events", "ingest-requests"] as const;

export type TopicName = (typeof TOPICS)[number];

/** Everything a model's life outside of serving runs on: in the cloud or in a folder. */
export interface Life {
  readonly store: ObjectStore;
  readonly jobs: JobRunner;
  readonly trial: ModelTrial;
  readonly registry: ModelRegistry;
  readonly readConfig: ReadConfig;
  /** The model name whose alias the serving instances follow. */
  readonly model: string;
  topic(name: TopicName): Topic;
  /** Messages of a topic that were given up. */
  deadLetters(name: TopicName): Subscription;
  now(): Date;
  sleep(ms: number): Promise<void>;
  /** How long, in milliseconds, a delivery waits for another one that submits the same run. */
  readonly waitMs: number;
}
