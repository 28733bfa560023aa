import type { Env } from "./env.js";

/** Where a model's life outside of serving takes place. */
export type LifeConfig =
  | {
      readonly provider: "folder";
      readonly root: string;
      readonly model: string;
      /** Interpreter of the trainer; undefined: its own environment. */
      readonly trainerPython: string | undefined;
    }
  | {
      readonly provider: "gcp";
      readonly bucket: string;
      readonly project: string;
      readonly model: string;
      readonly region: string;
      readonly topicPrefix: string;
      readonly trainerImage: string | undefined;
      readonly jobServiceAccount: string | undefined;
      readonly tensorboard: string | undefined;
      readonly wandbSecret: string | undefined;
    };

const DEFAULT_MODEL = "gramai";

/** Adds what is wrong to `faults`. */
export function toLifeConfig(env: Env, faults: string[]): LifeConfig | undefined {
  const model = env.GRAMAI_MODEL_NAME ?? DEFAULT_MODEL;
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(model)) {
    faults.push(`GRAMAI_MODEL_NAME must be 1 to 63 of a-z, 0-9, - and _, got "${model}"`);
  }
  if (env.GRAMAI_BUCKET !== undefined) {
    if (env.GOOGLE_CLOUD_PROJECT === undefined) {
      faults.push("GRAMAI_BUCKET needs GOOGLE_CLOUD_PROJECT beside it: set it to the project's id");
    }
    return {
      provider: "gcp",
      bucket: env.GRAMAI_BUCKET,
      project: env.GOOGLE_CLOUD_PROJECT ?? "",
      model,
      region: env.GRAMAI_REGION ?? "us-central1",
      topicPrefix: env.GRAMAI_TOPIC_PREFIX ?? "gramai",
      trainerImage: env.GRAMAI_TRAINER_IMAGE,
      jobServiceAccount: env.GRAMAI_JOB_SERVICE_ACCOUNT,
      tensorboard: env.GRAMAI_TENSORBOARD,
      wandbSecret: env.GRAMAI_WANDB_SECRET,
    };
  }
  if (env.GRAMAI_STORE === undefined) return undefined;
  const trainerPython = env.GRAMAI_TRAINER_PYTHON;
  return { provider: "folder", root: env.GRAMAI_STORE, model, trainerPython };
}
