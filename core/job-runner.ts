import { GramaiError } from "./errors.js";
import type { Experiment } from "./experiment.js";

/** What a job is started with. */
export interface JobSpec {
  readonly run: string;
  readonly experiment: Experiment;
  /** Search over `experiment.sweep` instead of one training. */
  readonly sweep: boolean;
}

/** A job that has been started. */
export interface JobHandle {
  /** The runner's name for it. */
  readonly id: string;
  /** Where it runs, for people: a region and its accelerator, or this machine. */
  readonly place: string;
}

export type JobState = "queued" | "running" | "succeeded" | "failed" | "cancelled";

/** No place has room at the moment (quota, stock, an outage): the same request may work later. */
export class JobsUnavailableError extends GramaiError {
  override readonly name = "JobsUnavailableError";
  readonly code = "jobs_unavailable";
}

/** The job is refused for good (permission, a wrong setting); the message says what to change. */
export class JobRefusedError extends GramaiError {
  override readonly name = "JobRefusedError";
  readonly code = "job_refused";
}

/** Starts training jobs and knows what became of them. */
export interface JobRunner {
  /** @throws JobsUnavailableError, JobRefusedError */
  submit(spec: JobSpec): Promise<JobHandle>;
  /** The job that an earlier call for the same run started and nobody cancelled; undefined without one. */
  find(spec: JobSpec): Promise<JobHandle | undefined>;
  /** Undefined when there is no such job. */
  state(id: string): Promise<JobState | undefined>;
  /** No error when the job has ended or is not there. */
  cancel(id: string): Promise<void>;
}
