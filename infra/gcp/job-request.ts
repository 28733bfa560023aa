import type { protos } from "@google-cloud/aiplatform";
import type { Place, Sweep, SweepParameter } from "../../core/experiment-service.js";
import type { JobSpec } from "../../core/job-runner.js";
import { runPaths } from "../../core/run.js";

type ICustomJob = protos.google.cloud.aiplatform.v1.ICustomJob;
type ICustomJobSpec = protos.google.cloud.aiplatform.v1.ICustomJobSpec;
type ITuningJob = protos.google.cloud.aiplatform.v1.IHyperparameterTuningJob;
type IStudySpec = protos.google.cloud.aiplatform.v1.IStudySpec;
type IParameterSpec = protos.google.cloud.aiplatform.v1.StudySpec.IParameterSpec;

/** What every job of this installation has. */
export interface JobSettings {
  readonly bucket: string;
  /** Container image of the trainer. */
  readonly image: string;
  readonly serviceAccount: string;
  /** Full resource name; undefined: none. */
  readonly tensorboard: string | undefined;
  /** Secret Manager's resource name of the key for Weights & Biases; undefined: none. */
  readonly wandbSecret: string | undefined;
}

/** Label by which a run's job is found again. */
export const RUN_LABEL = "gramai_run";

/** Label with the index of its place among the experiment's. */
export const PLACE_LABEL = "gramai_place";

/** One of an experiment's places. */
export interface PlacedAt {
  readonly place: Place;
  readonly index: number;
}

const SECONDS_PER_HOUR = 3600;

/**
 * A training job for Vertex AI at one place.
 * Source: https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.customJobs
 */
export function customJob(spec: JobSpec, at: PlacedAt, settings: JobSettings): ICustomJob {
  return { ...identity(spec, at), jobSpec: jobSpec(spec, at.place, settings) };
}

/** A search over the experiment's `sweep`: each trial is a training job with other settings. */
export function tuningJob(
  spec: JobSpec,
  sweep: Sweep,
  at: PlacedAt,
  settings: JobSettings,
): ITuningJob {
  return {
    ...identity(spec, at),
    studySpec: studySpec(sweep),
    maxTrialCount: sweep.trials,
    parallelTrialCount: Math.min(sweep.parallel, sweep.trials),
    // Half of them may fail, so that a setting which does not fit the memory does not end the search.
    maxFailedTrialCount: Math.max(1, Math.floor(sweep.trials / 2)),
    trialJobSpec: jobSpec(spec, at.place, settings),
  };
}

function identity({ run, experiment }: JobSpec, { index }: PlacedAt) {
  const labels = { [RUN_LABEL]: run, [PLACE_LABEL]: String(index), gramai_model: experiment.name };
  return { displayName: `gramai-${run}`, labels };
}

function jobSpec(
  { run, experiment }: JobSpec,
  place: Place,
  settings: JobSettings,
): ICustomJobSpec {
  const { job } = experiment;
  const store = `gs://${settings.bucket}`;
  const paths = runPaths(run);
  const pool = {
    machineSpec: {
      machineType: place.machine,
      ...(place.accelerator && {
        acceleratorType: place.accelerator as unknown as number,
        acceleratorCount: place.accelerators,
      }),
    },
    diskSpec: { bootDiskType: "pd-ssd", bootDiskSizeGb: job.boot_disk_gb },
    containerSpec: {
      imageUri: settings.image,
      // The name: the container reads the key itself, so that no job's description holds it.
      ...(settings.wandbSecret && {
        env: [{ name: "GRAMAI_WANDB_SECRET", value: settings.wandbSecret }],
      }),
      args: [
        "--experiment",
        `${store}/${paths.experiment}`,
        "--run",
        `${store}/${paths.folder}`,
        "--store",
        store,
      ],
    },
  };
  return {
    // The first pool is the chief, the second holds the other machines.
    workerPoolSpecs: [
      { ...pool, replicaCount: 1 },
      ...(job.replicas > 1 ? [{ ...pool, replicaCount: job.replicas - 1 }] : []),
    ],
    scheduling: {
      timeout: { seconds: Math.round(job.timeout_hours * SECONDS_PER_HOUR) },
      strategy: job.spot ? ("SPOT" as unknown as number) : ("STANDARD" as unknown as number),
      restartJobOnWorkerRestart: job.replicas > 1,
      ...(job.max_wait_hours > 0 && {
        maxWaitDuration: { seconds: Math.round(job.max_wait_hours * SECONDS_PER_HOUR) },
      }),
    },
    serviceAccount: settings.serviceAccount,
    // Vertex AI refuses a TensorBoard of another region than the job's.
    ...(settings.tensorboard?.includes(`/locations/${place.region}/`) && {
      tensorboard: settings.tensorboard,
    }),
    // Only with it the container gets AIP_CHECKPOINT_DIR and AIP_TENSORBOARD_LOG_DIR.
    baseOutputDirectory: { outputUriPrefix: `${store}/${paths.folder}/vertex` },
  };
}

const ALGORITHMS = { bayesian: undefined, random: "RANDOM_SEARCH", grid: "GRID_SEARCH" } as const;

function studySpec({ metric, goal, algorithm, parameters }: Sweep): IStudySpec {
  const name = ALGORITHMS[algorithm];
  return {
    metrics: [{ metricId: metric, goal: goal.toUpperCase() as unknown as number }],
    parameters: Object.entries(parameters).map(([id, parameter]) => toParameter(id, parameter)),
    ...(name && { algorithm: name as unknown as number }),
  };
}

function toParameter(parameterId: string, parameter: SweepParameter): IParameterSpec {
  switch (parameter.type) {
    case "double":
      return {
        parameterId,
        doubleValueSpec: { minValue: parameter.min, maxValue: parameter.max },
        scaleType: toScale(parameter.scale),
      };
    case "integer":
      return {
        parameterId,
        integerValueSpec: { minValue: parameter.min, maxValue: parameter.max },
        scaleType: toScale(parameter.scale),
      };
    case "categorical":
      return { parameterId, categoricalValueSpec: { values: [...parameter.values] } };
    case "discrete":
      return { parameterId, discreteValueSpec: { values: [...parameter.values] } };
  }
}

function toScale(scale: "linear" | "log"): number {
  return (scale === "log" ? "UNIT_LOG_SCALE" : "UNIT_LINEAR_SCALE") as unknown as number;
}
