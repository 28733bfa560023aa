import type { JobServiceClient } from "@google-cloud/aiplatform/build/src/v1/job_service_client.js";
import { GramaiError, UnavailableError } from "../../core/errors.js";
import type { Place } from "../../core/experiment-service.js";
import {
  type JobHandle,
  JobRefusedError,
  type JobRunner,
  type JobSpec,
  type JobState,
  JobsUnavailableError,
  NoRoomError,
} from "../../core/job-runner.js";
import {
  customJob,
  type JobSettings,
  PLACE_LABEL,
  type PlacedAt,
  RUN_LABEL,
  tuningJob,
} from "./job-request.js";

export interface VertexJobsOptions extends JobSettings {
  readonly project: string;
  /** The client of a region; loaded when it is needed, because loading takes long. */
  client(region: string): Promise<JobServiceClient>;
}

/** gRPC status codes (https://grpc.io/docs/guides/status-codes/). */
const GRPC = {
  cancelled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** No quota or no machine here, or not of this kind: another place may have one. */
const ELSEWHERE: readonly number[] = [
  GRPC.resourceExhausted,
  GRPC.failedPrecondition,
  GRPC.invalidArgument,
];

/** The answer got lost: the job may have been created. */
const UNKNOWN: readonly number[] = [
  GRPC.cancelled,
  GRPC.deadlineExceeded,
  GRPC.aborted,
  GRPC.internal,
  GRPC.unavailable,
];

/** Vertex AI's states of a job (`JobState` of its API); those that are not here mean "running". */
const STATES: Readonly<Record<string, JobState>> = {
  JOB_STATE_QUEUED: "queued",
  JOB_STATE_PENDING: "queued",
  JOB_STATE_SUCCEEDED: "succeeded",
  JOB_STATE_FAILED: "failed",
  JOB_STATE_EXPIRED: "failed",
  JOB_STATE_CANCELLING: "cancelled",
  JOB_STATE_CANCELLED: "cancelled",
};

/** Training jobs on Vertex AI; where quota or machines are short, the next place of the list is tried. */
export class VertexJobs implements JobRunner {
  readonly #options: VertexJobsOptions;

  constructor(options: VertexJobsOptions) {
    this.#options = options;
  }

  async submit(spec: JobSpec, from = 0): Promise<JobHandle> {
    const faults: { code: number; says: string }[] = [];
    for (const [index, place] of spec.experiment.job.places.entries()) {
      if (index < from) continue;
      try {
        return await this.#create(spec, { place, index });
      } catch (error) {
        const { code, message } = toFault(error);
        if (UNKNOWN.includes(code)) return await this.#findOrRetry(spec, place, message);
        if (!ELSEWHERE.includes(code)) throw refused(place, message, error);
        faults.push({ code, says: `${describePlace(place)}: ${message}` });
      }
    }
    const says = faults.map((fault) => fault.says).join("; ");
    if (faults.length > 0 && faults.every(({ code }) => code === GRPC.invalidArgument)) {
      throw new JobRefusedError(`Vertex AI refuses the job: ${says}; change the experiment's job`);
    }
    throw new NoRoomError(
      `No ${from > 0 ? "further " : ""}place has room${says && `: ${says}`}; ask for quota or add places to the experiment's job`,
    );
  }

  async find(spec: JobSpec): Promise<JobHandle | undefined> {
    const regions = new Set(spec.experiment.job.places.map((place) => place.region));
    for (const region of regions) {
      const found = await passing(this.#findIn(region, spec));
      if (found) return found;
    }
    return undefined;
  }

  async state(id: string): Promise<JobState | undefined> {
    const client = await this.#options.client(regionOf(id));
    try {
      const [job] = id.includes("/hyperparameterTuningJobs/")
        ? await client.getHyperparameterTuningJob({ name: id })
        : await client.getCustomJob({ name: id });
      return toState(job);
    } catch (error) {
      if (toFault(error).code === GRPC.notFound) return undefined;
      throw unavailable(error);
    }
  }

  async cancel(id: string): Promise<void> {
    const client = await this.#options.client(regionOf(id));
    try {
      if (id.includes("/hyperparameterTuningJobs/")) {
        await client.cancelHyperparameterTuningJob({ name: id });
      } else await client.cancelCustomJob({ name: id });
    } catch (error) {
      const { code } = toFault(error);
      // Ended already, or not there.
      if (code !== GRPC.notFound && code !== GRPC.failedPrecondition) throw unavailable(error);
    }
  }

  async #create(spec: JobSpec, at: PlacedAt): Promise<JobHandle> {
    const { place, index } = at;
    const client = await this.#options.client(place.region);
    const parent = this.#parent(place.region);
    const { sweep } = spec.experiment;
    const [job] =
      spec.sweep && sweep
        ? await client.createHyperparameterTuningJob({
            parent,
            hyperparameterTuningJob: tuningJob(spec, sweep, at, this.#options),
          })
        : await client.createCustomJob({
            parent,
            customJob: customJob(spec, at, this.#options),
          });
    return { id: job.name ?? "", place: describePlace(place), placeIndex: index };
  }

  /** The answer to a create call got lost: finds the job it made, or has the message come again. */
  async #findOrRetry(spec: JobSpec, place: Place, message: string): Promise<JobHandle> {
    const found = await passing(this.#findIn(place.region, spec));
    if (found) return found;
    throw new JobsUnavailableError(
      `Vertex AI in ${place.region} does not answer (${message}); it is tried again`,
    );
  }

  async #findIn(region: string, spec: JobSpec): Promise<JobHandle | undefined> {
    const client = await this.#options.client(region);
    const request = { parent: this.#parent(region), filter: `labels.${RUN_LABEL}="${spec.run}"` };
    const [jobs] = spec.sweep
      ? await client.listHyperparameterTuningJobs(request)
      : await client.listCustomJobs(request);
    const job = jobs.find((found) => !["cancelled", "starved"].includes(toState(found)));
    if (!job) return undefined;
    const placeIndex = Number(job.labels?.[PLACE_LABEL] ?? 0);
    const place = spec.experiment.job.places[placeIndex];
    return { id: job.name ?? "", place: place ? describePlace(place) : region, placeIndex };
  }

  #parent(region: string): string {
    return `projects/${this.#options.project}/locations/${region}`;
  }
}

function describePlace({ region, machine, accelerator, accelerators }: Place): string {
  return `${region}, ${machine}${accelerator ? ` with ${accelerators} ${accelerator}` : ""}`;
}

function regionOf(id: string): string {
  return /\/locations\/([^/]+)\//.exec(id)?.[1] ?? "";
}

/** What a job's state is read from. */
interface JobReport {
  readonly state?: unknown;
  readonly error?: { readonly code?: number | null } | null;
  readonly startTime?: unknown;
}

/**
 * A job that fails for want of quota or machines says so in its error; one that expires before it
 * has started waited longer than it was to.
 */
function toState({ state, error, startTime }: JobReport): JobState {
  const known = STATES[String(state)] ?? "running";
  if (known !== "failed") return known;
  const waited = state === "JOB_STATE_EXPIRED" && !startTime;
  return waited || error?.code === GRPC.resourceExhausted ? "starved" : "failed";
}

/** gRPC's code and its text; a fault without one counts as a lost answer. */
function toFault(error: unknown): { code: number; message: string } {
  const { code, details, message } = error as {
    code?: unknown;
    details?: string;
    message?: string;
  };
  const known = typeof code === "number" && code >= 0 && code <= 16;
  return {
    code: known ? code : GRPC.unavailable,
    message: details || message || "no reason given",
  };
}

function refused(place: Place, message: string, cause: unknown): JobRefusedError {
  return new JobRefusedError(`Vertex AI refuses the job in ${describePlace(place)}: ${message}`, {
    cause,
  });
}

function unavailable(cause: unknown): UnavailableError {
  return new UnavailableError(`Vertex AI does not answer: ${toFault(cause).message}`, { cause });
}

async function passing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof GramaiError ? error : unavailable(error);
  }
}
