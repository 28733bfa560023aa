import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import {
  type JobHandle,
  JobRefusedError,
  type JobRunner,
  type JobSpec,
  type JobState,
} from "../../core/job-runner.js";
import { RESERVED_PART } from "../../core/object-path.js";
import { runPaths } from "../../core/run.js";
import { isRunning, OWNER, startOf } from "./owner.js";
import { toStoreError } from "./store-errors.js";

/** Starts of one job, the first included: a trainer that was killed goes on from its checkpoint. */
const MAX_STARTS = 4;

/** Exit status of a trainer that was told to stop and saved a checkpoint (128 + SIGTERM). */
const INTERRUPTED = 143;

const jobSchema = z.object({
  pid: z.int(),
  /** When the process started, see `startOf`. */
  since: z.string().default(""),
  starts: z.int(),
  sweep: z.boolean(),
  end: z.enum(["exited", "cancelled"]).optional(),
});

type Job = z.infer<typeof jobSchema>;

export interface LocalJobRunnerOptions {
  /** The store's folder. */
  readonly root: string;
  /** Program and first arguments of the trainer, for one training or for a sweep. */
  trainer(sweep: boolean): Promise<readonly [string, ...string[]]>;
}

/**
 * Runs training jobs as child processes that outlive this one; what they print goes to the run's
 * `log.txt`. One that is killed is started again and goes on from its checkpoint.
 */
export class LocalJobRunner implements JobRunner {
  readonly #options: LocalJobRunnerOptions;
  readonly #folder: string;

  constructor(options: LocalJobRunnerOptions) {
    this.#options = options;
    this.#folder = join(options.root, RESERVED_PART, "jobs");
  }

  async submit({ run, sweep }: JobSpec): Promise<JobHandle> {
    const trainer = await this.#options.trainer(sweep);
    if (!this.#read(run)) this.#start(run, { starts: 1, sweep }, trainer);
    return handle(run);
  }

  async find({ run }: JobSpec): Promise<JobHandle | undefined> {
    const job = this.#read(run);
    return job && job.end !== "cancelled" ? handle(run) : undefined;
  }

  async state(run: string): Promise<JobState | undefined> {
    const job = this.#read(run);
    return job && this.#state(run, job);
  }

  async cancel(run: string): Promise<void> {
    const job = this.#read(run);
    if (!job || job.end !== undefined) return;
    this.#write(run, { ...job, end: "cancelled" });
    if (isRunning(job.pid, job.since)) stop(job.pid);
  }

  /** Starts the jobs again that were killed while nobody watched, e.g. with the machine. */
  async resume(): Promise<readonly string[]> {
    if (!existsSync(this.#folder)) return [];
    const runs = readdirSync(this.#folder).map((name) => name.replace(/\.json$/, ""));
    const killed = runs.filter((run) => {
      const job = this.#read(run);
      return (
        job && job.end === undefined && !isRunning(job.pid, job.since) && !this.#hasResult(run)
      );
    });
    for (const run of killed) {
      const job = this.#read(run) as Job;
      this.#restart(run, job, await this.#options.trainer(job.sweep));
    }
    return killed;
  }

  #state(run: string, job: Job): JobState {
    if (job.end === "cancelled") return "cancelled";
    if (job.end === "exited" && !this.#hasResult(run)) return "failed";
    if (this.#hasResult(run)) return "succeeded";
    return isRunning(job.pid, job.since) ? "running" : "failed";
  }

  #restart(run: string, job: Job, trainer: readonly [string, ...string[]]): void {
    if (job.starts >= MAX_STARTS) this.#write(run, { ...job, end: "exited" });
    else this.#start(run, { ...job, starts: job.starts + 1 }, trainer);
  }

  /**
   * Synchronous from the start of the process to the note of its pid, so that no kill parts them.
   * @throws StoreUnavailableError, and nothing runs, where there is no room for the note.
   */
  #start(
    run: string,
    { starts, sweep }: Pick<Job, "starts" | "sweep">,
    trainer: readonly [string, ...string[]],
  ): void {
    const { root } = this.#options;
    const paths = runPaths(run);
    const [command, ...first] = trainer;
    const [experiment, folder] = [join(root, paths.experiment), join(root, paths.folder)];
    const args = ["--experiment", experiment, "--run", folder, "--store", root];
    mkdirSync(this.#folder, { recursive: true });
    mkdirSync(join(root, paths.folder), { recursive: true });
    const log = openSync(join(root, paths.log), "a");
    const child = spawn(command, [...first, ...args], {
      detached: true,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    child.once("error", () => undefined);
    if (child.pid === undefined) {
      throw new JobRefusedError(
        `Cannot start the trainer ${command}: no such program; set GRAMAI_TRAINER_PYTHON`,
      );
    }
    try {
      this.#write(run, { pid: child.pid, since: startOf(child.pid), starts, sweep });
    } catch (error) {
      // A process that nobody knows of would be started a second time.
      stop(child.pid);
      throw toStoreError(error, "note the job of", run);
    }
    child.once("exit", (status, signal) => this.#onExit(run, status, signal, trainer));
    child.unref();
  }

  #onExit(
    run: string,
    status: number | null,
    signal: NodeJS.Signals | null,
    trainer: readonly [string, ...string[]],
  ): void {
    const job = this.#read(run);
    if (!job || job.end !== undefined) return;
    const killed = signal !== null || status === INTERRUPTED;
    try {
      if (killed && !this.#hasResult(run)) this.#restart(run, job, trainer);
      else this.#write(run, { ...job, end: "exited" });
    } catch {
      // The disk is full: the job counts as failed without a note, and `resume` tries it again.
    }
  }

  #hasResult(run: string): boolean {
    return existsSync(join(this.#options.root, runPaths(run).result));
  }

  #read(run: string): Job | undefined {
    try {
      return jobSchema.parse(JSON.parse(readFileSync(this.#file(run), "utf8")));
    } catch {
      return undefined;
    }
  }

  #write(run: string, job: Job): void {
    const partial = `${this.#file(run)}.${OWNER}`;
    try {
      writeFileSync(partial, JSON.stringify(job));
      renameSync(partial, this.#file(run));
    } catch (error) {
      rmSync(partial, { force: true });
      // The store's folder has been removed under a job that ended: nobody asks any more.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }

  #file(run: string): string {
    return join(this.#folder, `${run}.json`);
  }
}

function handle(run: string): JobHandle {
  return { id: run, place: "this machine" };
}

/** The trainer and the processes it started: a detached child leads a group of its own. */
function stop(pid: number): void {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}
