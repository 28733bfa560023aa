import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type CheckedRun, checkRuns } from "./check-runs.js";
import { UnavailableError } from "./errors.js";
import {
  type JobHandle,
  JobRefusedError,
  type JobRunner,
  type JobSpec,
  type JobState,
  NoRoomError,
} from "./job-runner.js";
import type { ObjectStore } from "./object-store.js";
import { runPaths, runResultSchema, runStatusSchema } from "./run.js";
import { startRun } from "./start-run.js";
import { readJson, writeJson } from "./stored-json.js";
import { resultOf, testLife, trainMessage, versionOf } from "./test-support/life.js";
import { MemoryObjectStore, type Objects } from "./test-support/memory-store.js";

const statusOf = async (store: ObjectStore, run = "run-1") =>
  (await readJson(store, runPaths(run).status, runStatusSchema))?.value;

/** Places 0, 1 and 2; a job keeps the state that the test gives it. */
class PlacedJobs implements JobRunner {
  readonly states = new Map<string, JobState>();
  readonly cancelled: string[] = [];
  readonly faults: Error[] = [];
  /** Runs before each submit. */
  meanwhile: () => Promise<void> = async () => undefined;

  async submit({ run }: JobSpec, from = 0): Promise<JobHandle> {
    await this.meanwhile();
    const fault = this.faults.shift();
    if (fault) throw fault;
    if (from > 2) throw new NoRoomError("No further place has room; add places");
    const id = `${run}@${from}`;
    this.states.set(id, "queued");
    return { id, place: `place ${from}`, placeIndex: from };
  }
  async find({ run }: JobSpec): Promise<JobHandle | undefined> {
    for (const [id, state] of this.states) {
      if (!id.startsWith(`${run}@`) || state === "starved" || state === "cancelled") continue;
      const placeIndex = Number(id.slice(-1));
      return { id, place: `place ${placeIndex}`, placeIndex };
    }
    return undefined;
  }
  async state(id: string): Promise<JobState | undefined> {
    return this.states.get(id);
  }
  async cancel(id: string): Promise<void> {
    this.cancelled.push(id);
    this.states.set(id, "cancelled");
  }
}

const anything = z.record(z.string(), z.unknown());

async function started(objects: Objects = new Map(), request: Record<string, unknown> = {}) {
  const jobs = new PlacedJobs();
  const life = { ...testLife(new MemoryObjectStore(objects)), jobs };
  await startRun(trainMessage(request), life);
  return { life, jobs, store: life.store };
}

describe("looking after runs", () => {
  it.each([
    { name: "failed", state: "failed" as const, says: "has failed without a result" },
    { name: "was cancelled", state: "cancelled" as const, says: "has been cancelled without" },
    { name: "is gone", state: undefined, says: "is not there any more without a result" },
    { name: "ended", state: "succeeded" as const, says: "has ended without a result" },
  ])("marks a run whose job $name, and leaves one with a result alone", async ({ state, says }) => {
    const { life, jobs, store } = await started();
    if (state) jobs.states.set("run-1@0", state);
    else jobs.states.clear();
    await writeJson(store, runPaths("run-1").result, {});
    expect(await checkRuns(life)).toEqual([]);
    await store.delete(runPaths("run-1").result);
    expect(await checkRuns(life)).toMatchObject([{ run: "run-1", outcome: "failed" }]);
    const after = await statusOf(store);
    expect(after).toMatchObject({ state: "failed" });
    expect(after?.message).toContain(says);
    expect(after?.message).toContain("new requestId");
    expect(await checkRuns(life)).toEqual([]);
  });

  it.each(["queued", "running"] as const)("leaves a run alone whose job is %s", async (state) => {
    const { life, jobs } = await started();
    jobs.states.set("run-1@0", state);
    expect(await checkRuns(life)).toEqual([]);
  });

  it("looks at every run although one cannot be asked after, and says so at the end", async () => {
    const { life, jobs, store } = await started();
    await startRun(trainMessage({ requestId: "run-2" }), life);
    jobs.states.set("run-2@0", "failed");
    const state = async (id: string) => {
      if (id === "run-1@0") throw new UnavailableError("503");
      return jobs.states.get(id);
    };
    const asked = { ...life, jobs: Object.assign(Object.create(jobs), { state }) as JobRunner };
    await expect(checkRuns(asked)).rejects.toThrow("503");
    expect(await statusOf(store, "run-2")).toMatchObject({ state: "failed" });
  });
});

describe("a job that was accepted and got no machine", () => {
  it("goes from place to place, and fails with what to do after the last", async () => {
    const { life, jobs, store } = await started();
    for (const place of [1, 2]) {
      jobs.states.set(`run-1@${place - 1}`, "starved");
      expect(await checkRuns(life)).toMatchObject([{ outcome: "moved" }]);
      const job = { id: `run-1@${place}`, place: `place ${place}`, placeIndex: place };
      expect(await statusOf(store)).toMatchObject({ state: "submitted", job });
      expect(await checkRuns(life)).toEqual([]);
    }
    jobs.states.set("run-1@2", "starved");
    expect(await checkRuns(life)).toMatchObject([{ outcome: "failed" }]);
    expect(await statusOf(store)).toMatchObject({
      state: "failed",
      message:
        "No machine came at place 2. No further place has room; add places; then publish the request under a new requestId",
    });
  });

  it("is started again once by twenty looks at once", async () => {
    const objects: Objects = new Map();
    const { life, jobs } = await started(objects);
    jobs.states.set("run-1@0", "starved");
    const looks = Array.from({ length: 20 }, () =>
      checkRuns({ ...life, store: new MemoryObjectStore(objects) }),
    );
    const moved = (await Promise.all(looks)).flat() as CheckedRun[];
    expect(moved).toMatchObject([{ run: "run-1", outcome: "moved" }]);
    expect([...jobs.states.keys()]).toEqual(["run-1@0", "run-1@1"]);
  });

  it.each([
    { name: "before the next job was submitted", submitted: false },
    { name: "after it was submitted", submitted: true },
  ])("is gone on with when a process was killed $name", async ({ submitted }) => {
    const { life, jobs, store } = await started();
    jobs.states.set("run-1@0", "starved");
    if (submitted) jobs.states.set("run-1@1", "queued");
    const claim = { ...(await statusOf(store)), state: "claimed" };
    await writeJson(store, runPaths("run-1").status, { ...claim, at: new Date().toISOString() });
    expect(await checkRuns(life)).toEqual([]);
    await writeJson(store, runPaths("run-1").status, { ...claim, at: "2026-01-01T00:00:00Z" });
    expect(await checkRuns(life)).toMatchObject([{ outcome: "moved" }]);
    expect([...jobs.states.keys()]).toEqual(["run-1@0", "run-1@1"]);
    expect(await statusOf(store)).toMatchObject({ state: "submitted", job: { id: "run-1@1" } });
  });

  it("is tried again as it was after an outage, and fails for good when it is refused", async () => {
    const { life, jobs, store } = await started();
    jobs.states.set("run-1@0", "starved");
    const before = await statusOf(store);
    jobs.faults.push(new UnavailableError("503"));
    await expect(checkRuns(life)).rejects.toThrow("503");
    expect(await statusOf(store)).toEqual(before);
    jobs.faults.push(new JobRefusedError("not allowed; grant it"));
    expect(await checkRuns(life)).toMatchObject([{ outcome: "failed" }]);
    expect((await statusOf(store))?.message).toContain("not allowed; grant it");
  });

  it("yields where another process took over while it was slow", async () => {
    const { life, jobs, store } = await started();
    jobs.states.set("run-1@0", "starved");
    jobs.meanwhile = async () => {
      const theirs = { id: "theirs", place: "place 1" };
      await writeJson(store, runPaths("run-1").status, {
        ...(await statusOf(store)),
        ...{ state: "submitted", job: theirs },
      });
    };
    expect(await checkRuns(life)).toEqual([]);
    expect(jobs.cancelled).toEqual(["run-1@1"]);
    expect(await statusOf(store)).toMatchObject({ job: { id: "theirs" } });
  });
});

describe("a tuning job that has ended", () => {
  const trial = (n: number, fields: object) => ({
    ...resultOf("run-1", versionOf(`trial-${n}`)),
    ...fields,
  });

  it.each([
    { goal: "minimize", best: 2 },
    { goal: "maximize", best: 1 },
  ])("leaves its best trial's result as the run's, to $goal", async ({ goal, best }) => {
    const { life, jobs, store } = await started(new Map(), { experiment: "search", sweep: true });
    jobs.states.set("run-1@0", "succeeded");
    const paths = runPaths("run-1");
    const experiment = await readJson(store, paths.experiment, anything);
    const sweep = { ...(experiment?.value.sweep as object), goal };
    await writeJson(store, paths.experiment, { ...experiment?.value, sweep });
    const trials = [
      trial(1, { scores: { sets: { dev: { gleu: 9 } } } }),
      trial(2, { scores: { sets: { dev: { gleu: 3 } } } }),
      trial(3, { scores: { sets: { dev: { gleu: 3 } } } }),
      trial(4, { scores: {} }),
      { ...trial(5, { status: "failed", error: "diverged" }), model: undefined },
    ];
    for (const [i, result] of trials.entries()) {
      await writeJson(store, `${paths.folder}/trials/${i + 1}/result.json`, result);
    }
    await store.write(`${paths.folder}/trials/6/result.json`, new TextEncoder().encode("{"));
    expect(await checkRuns(life)).toMatchObject([{ outcome: "ended" }]);
    const result = await readJson(store, paths.result, runResultSchema);
    expect(result?.value).toMatchObject({ run: "run-1", model: trials[best - 1]?.model });
    expect(await checkRuns(life)).toEqual([]);
  });

  it("fails without a trial that has a score", async () => {
    const { life, jobs, store } = await started(new Map(), { experiment: "search", sweep: true });
    jobs.states.set("run-1@0", "succeeded");
    expect(await checkRuns(life)).toMatchObject([{ outcome: "failed" }]);
    expect(await store.stat(runPaths("run-1").result)).toBeUndefined();
  });
});
