import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { experimentSchema } from "../../core/experiment.js";
import { JobRefusedError } from "../../core/job-runner.js";
import { runPaths } from "../../core/run.js";
import { LocalJobRunner } from "./job-runner.js";
import { isRunning, OWNER } from "./owner.js";
import { packagePath } from "./package-root.js";

const root = mkdtempSync(join(tmpdir(), "gramai-jobs-"));
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

const TRAINER = [
  process.execPath,
  packagePath("infra/local/testdata/trainer.mjs"),
  "job.py",
] as const;

function makeSpec(run: string, logEvery = 20, sweep = false) {
  const experiment = experimentSchema.parse({
    name: "gramai",
    data: { sources: { a: { path: "a", kind: "pairs", weight: 1 } } },
    training: { max_steps: 30, log_every: logEvery },
  });
  const paths = runPaths(run);
  mkdirSync(join(root, paths.folder), { recursive: true });
  writeFileSync(join(root, paths.experiment), JSON.stringify(experiment));
  return { run, experiment, sweep };
}

const runner = () => new LocalJobRunner({ root, trainer: async () => [...TRAINER] });
const ended = (jobs: LocalJobRunner, run: string, state: string) =>
  expect.poll(() => jobs.state(run), { timeout: 20_000 }).toBe(state);

describe("jobs as child processes", () => {
  it("runs a job to its result, once, and keeps what it printed", async () => {
    const jobs = runner();
    const spec = makeSpec("good");
    expect(await jobs.find(spec)).toBeUndefined();
    const job = await jobs.submit(spec);
    await jobs.submit(spec);
    expect(await runner().find(spec)).toEqual(job);
    await ended(jobs, "good", "succeeded");
    expect(readFileSync(join(root, runPaths("good").log), "utf8")).toBe("run good\n");
  });

  it("gives the trainer this process's environment, a key for Weights & Biases too", async () => {
    const print = "console.log(process.env.WANDB_API_KEY); process.exit(1)";
    const jobs = new LocalJobRunner({
      root,
      trainer: async () => [process.execPath, "-e", print, "--"],
    });
    vi.stubEnv("WANDB_API_KEY", "a key");
    try {
      await jobs.submit(makeSpec("environment"));
    } finally {
      vi.unstubAllEnvs();
    }
    await ended(jobs, "environment", "failed");
    expect(readFileSync(join(root, runPaths("environment").log), "utf8")).toBe("a key\n");
  });

  it("starts a killed job again", async () => {
    const jobs = runner();
    await jobs.submit(makeSpec("killed", 79));
    await ended(jobs, "killed", "succeeded");
    expect(readFileSync(join(root, runPaths("killed").log), "utf8")).toBe(
      "run killed\nrun killed\n",
    );
  });

  it("starts jobs again that were killed while nobody watched", async () => {
    const spec = makeSpec("unwatched");
    mkdirSync(join(root, ".gramai", "jobs"), { recursive: true });
    const job = { pid: 2 ** 22 + 1, starts: 1, sweep: false };
    writeFileSync(join(root, ".gramai", "jobs", "unwatched.json"), JSON.stringify(job));
    const jobs = runner();
    expect(await jobs.state(spec.run)).toBe("failed");
    expect(await jobs.resume()).toEqual(["unwatched"]);
    await ended(jobs, "unwatched", "succeeded");
  });

  it("knows a job that ended without a result as failed", async () => {
    const jobs = runner();
    await jobs.submit(makeSpec("silent", 78));
    await ended(jobs, "silent", "failed");
    expect(await jobs.resume()).toEqual([]);
  });

  it("cancels, and does not start again what was cancelled", async () => {
    const slow = async () => [process.execPath, "-e", "setTimeout(() => {}, 60000)"] as const;
    const jobs = new LocalJobRunner({ root, trainer: slow });
    const spec = makeSpec("cancelled");
    await jobs.submit(spec);
    expect(await jobs.state("cancelled")).toBe("running");
    await jobs.cancel("cancelled");
    await jobs.cancel("cancelled");
    expect(await jobs.state("cancelled")).toBe("cancelled");
    expect(await jobs.find(spec)).toBeUndefined();
    expect(await jobs.resume()).toEqual([]);
    expect(await jobs.state("nothing")).toBeUndefined();
  });

  it("runs a sweep by the sweep's program", async () => {
    const asked: boolean[] = [];
    const trainer = async (sweep: boolean) => {
      asked.push(sweep);
      return [...TRAINER] as const;
    };
    const jobs = new LocalJobRunner({ root, trainer });
    await jobs.submit(makeSpec("sweep", 79, true));
    await ended(jobs, "sweep", "succeeded");
    expect(asked).toEqual([true]);
  });

  it("leaves nothing running that it cannot note, and can be asked again", async () => {
    const pidFile = join(root, "pid");
    const code = `require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setTimeout(() => {}, 60000)`;
    const jobs = new LocalJobRunner({
      root,
      trainer: async () => [process.execPath, "-e", code, "--"],
    });
    // In the way of the note, as a full disk is.
    const note = join(root, ".gramai", "jobs", `unnoted.json.${OWNER}`);
    mkdirSync(join(note, "x"), { recursive: true });
    const spec = makeSpec("unnoted");
    await expect(jobs.submit(spec)).rejects.toThrow("Cannot note the job of unnoted");
    const started = existsSync(pidFile) ? Number(readFileSync(pidFile, "utf8")) : 0;
    if (started > 0) {
      await expect.poll(() => isRunning(started, ""), { timeout: 20_000 }).toBe(false);
    }
    rmSync(note, { recursive: true });
    expect(await jobs.find(spec)).toBeUndefined();
    await jobs.submit(spec);
    expect(await jobs.state("unnoted")).toBe("running");
    await jobs.cancel("unnoted");
  });

  it("refuses a trainer that is not there", async () => {
    const jobs = new LocalJobRunner({ root, trainer: async () => ["/no/such/python"] });
    const submitted = jobs.submit(makeSpec("refused"));
    await expect(submitted).rejects.toThrow(JobRefusedError);
    await expect(submitted).rejects.toThrow("no such program");
  });
});
