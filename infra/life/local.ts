import type { Life, TopicName } from "../../core/life.js";
import { IncomingWatch } from "../local/incoming.js";
import { LocalJobRunner } from "../local/job-runner.js";
import { FolderObjectStore } from "../local/object-store.js";
import { FolderTopic } from "../local/topic.js";
import { OnnxTrial } from "../onnx/trial.js";
import { type LifeFiles, packageParts } from "./package-parts.js";

/** Name of the folder in messages that name a bucket. */
export const LOCAL_BUCKET = "local";

export interface LocalLifeOptions {
  /** The store's folder. */
  readonly root: string;
  readonly model: string;
  readonly files: LifeFiles;
  /** Program and first arguments of the trainer, for one training or for a sweep. */
  trainer(sweep: boolean): Promise<readonly [string, ...string[]]>;
}

/**
 * The life with what only a folder's has: its topics can be pulled, its jobs be started again, and
 * files dropped into it are looked for.
 */
export interface LocalLife extends Life {
  readonly jobs: LocalJobRunner;
  readonly incoming: IncomingWatch;
  topic(name: TopicName): FolderTopic;
  deadLetters(name: TopicName): FolderTopic;
}

/** A model's life on this machine: a folder as bucket and topics, child processes as jobs. */
export function createLocalLife(options: LocalLifeOptions): LocalLife {
  const { root, model, files, trainer } = options;
  const store = new FolderObjectStore(root);
  const parts = packageParts();
  const topic = (name: TopicName) => new FolderTopic(root, name);
  return {
    ...parts,
    store,
    incoming: new IncomingWatch({
      root,
      store,
      topic: topic("ingest-requests"),
      bucket: LOCAL_BUCKET,
      now: parts.now,
    }),
    jobs: new LocalJobRunner({ root, trainer }),
    trial: new OnnxTrial({ store, ...files }),
    registry: { announce: async () => undefined },
    model,
    topic,
    deadLetters: (name) => new FolderTopic(root, `${name}-dead`),
  };
}
