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
  /** Index of the place in the experiment's `job.places`, where the runner has several. */
  readonly placeIndex?: number | undefined;
}

/** `starved`: it was accepted, and then no machine was to be had at its place. */
export type JobState = "queued" | "running" | "succeeded" | "failed" | "cancelled" | "starved";

/** No place has room at the moment (quota, stock, an outage): the same request may work later. */
export class JobsUnavailableError extends GramaiError {
  override readonly name: string = "JobsUnavailableError";
  readonly code = "jobs_unavailable";
}

/** Every place there is has been asked, and none has room. */
export class NoRoomError extends JobsUnavailableError {
  override readonly name = "NoRoomError";
}

/** The job is refused for good (permission, a wrong setting); the message says what to change. */
export class JobRefusedError extends GramaiError {
  override readonly name = "JobRefusedError";
  readonly code = "job_refused";
}

/** Starts training jobs and knows what became of them. */
export interface JobRunner {
  /**
   * Starts a job at the first place that has room.
   * @param from index of the first place to ask. Default 0.
   * @throws NoRoomError, JobsUnavailableError, JobRefusedError
   */
  submit(spec: JobSpec, from?: number): Promise<JobHandle>;
  /**
   * The job that an earlier call for the same run started, unless it was cancelled or starved;
   * undefined without one.
   */
  find(spec: JobSpec): Promise<JobHandle | undefined>;
  /** Undefined when there is no such job. */
  state(id: string): Promise<JobState | undefined>;
  /** No error when the job has ended or is not there. */
  cancel(id: string): Promise<void>;
}
