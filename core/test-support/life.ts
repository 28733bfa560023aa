import * as z from "zod";
import type { DatasetReference } from "../dataset-manifest.js";
import type { Measurement, ModelTrial } from "../evaluation.js";
import type { JobHandle, JobRunner, JobSpec, JobState } from "../job-runner.js";
import type { Life } from "../life.js";
import type { ObjectStore } from "../object-store.js";
import { runPaths } from "../run.js";
import { readJson, writeJson } from "../stored-json.js";
import type { Message } from "../topic.js";

export const MODEL = "gramai";

const CONFIGS: Readonly<Record<string, string>> = {
  small: `
name: small
data: {sources: {dataset: {path: datasets/none, kind: pairs, weight: 1}}}
training: {max_steps: 10}
promotion: {metric: sets.dev.gleu, margin: 0.5}
`,
  search: `
defaults: [small]
sweep:
  metric: sets.dev.gleu
  goal: maximize
  parameters: {training.learning_rate: {type: double, min: 0.001, max: 0.1}}
`,
};

/** Jobs that are done at once: each writes a model version and a result, as the trainer does. */
export class InstantJobs implements JobRunner {
  readonly submitted: string[] = [];
  readonly cancelled: string[] = [];
  readonly #store: ObjectStore;
  readonly #gleu: number;

  constructor(store: ObjectStore, gleu: number) {
    this.#store = store;
    this.#gleu = gleu;
  }

  async submit({ run }: JobSpec): Promise<JobHandle> {
    const id = `${run}#${this.submitted.length + 1}`;
    this.submitted.push(id);
    const version = versionOf(run);
    await writeJson(this.#store, `models/${MODEL}/${version}/manifest.json`, { gleu: this.#gleu });
    await writeJson(this.#store, runPaths(run).result, resultOf(run, version));
    return { id, place: "test" };
  }

  async find({ run }: JobSpec): Promise<JobHandle | undefined> {
    const id = this.submitted.find((job) => job.startsWith(`${run}#`));
    return id === undefined || this.cancelled.includes(id) ? undefined : { id, place: "test" };
  }

  async state(id: string): Promise<JobState | undefined> {
    return this.submitted.includes(id) ? "succeeded" : undefined;
  }

  async cancel(id: string): Promise<void> {
    this.cancelled.push(id);
  }
}

export function resultOf(run: string, version: string) {
  const [startedAt, endedAt] = ["2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z"];
  const model = { name: MODEL, version };
  return { schema: 1, run, status: "succeeded", model, startedAt, endedAt };
}

/** A version that a run's name decides. */
export function versionOf(run: string): string {
  return Buffer.from(run).toString("hex").padEnd(12, "0").slice(-12);
}

/** Takes the scores from the manifests that `InstantJobs` writes; the embedded model has 50 points. */
export function manifestTrial(store: ObjectStore): ModelTrial {
  return {
    measure: async (model, version): Promise<Measurement> => {
      const numbers = { bytes: 1, msPerSentence: 1 };
      if (version === null) return { version, scores: { "sets.dev.gleu": 50 }, ...numbers };
      const path = `models/${model}/${version}/manifest.json`;
      const manifest = await readJson(store, path, z.object({ gleu: z.number() }));
      if (!manifest) return { version, fault: `no ${path}`, scores: {}, ...numbers };
      return { version, scores: { "sets.dev.gleu": manifest.value.gleu }, ...numbers };
    },
  };
}

export interface TestLife extends Life {
  takeFeedback(): Promise<DatasetReference | undefined>;
  readonly jobs: InstantJobs;
  readonly announced: string[];
}

/** A life in memory whose candidates reach `gleu` points. */
export function testLife(
  store: ObjectStore,
  options: { gleu?: number; jobs?: InstantJobs } = {},
): TestLife {
  const announced: string[] = [];
  const nowhere = () => {
    throw new Error("no topics in this test");
  };
  return {
    store,
    jobs: options.jobs ?? new InstantJobs(store, options.gleu ?? 51),
    trial: manifestTrial(store),
    registry: { announce: async (_, version) => void announced.push(version) },
    announced,
    takeFeedback: async () => undefined,
    readConfig: async (name) => CONFIGS[name],
    model: MODEL,
    topic: nowhere,
    deadLetters: nowhere,
    now: () => new Date(),
    sleep: () => new Promise((resolve) => setTimeout(resolve, 1)),
    waitMs: 5000,
  };
}

export function trainMessage(request: Record<string, unknown>, id = "m1"): Message {
  return {
    id,
    data: JSON.stringify({ requestId: "run-1", experiment: "small", reason: "test", ...request }),
    attributes: {},
    publishedAt: new Date("2026-11-27T10:00:00Z"),
    attempt: 1,
  };
}
