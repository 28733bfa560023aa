import { describe, expect, it } from "vitest";
import { datasetManifestPath } from "./dataset-manifest.js";
import { type GramaiError, InvalidRequestError, UnavailableError } from "./errors.js";
import { experimentSchema } from "./experiment.js";
import { JobRefusedError, type JobSpec, JobsUnavailableError } from "./job-runner.js";
import type { ObjectStore } from "./object-store.js";
import { runPaths, runRequestSchema, runStatusSchema } from "./run.js";
import { startRun } from "./start-run.js";
import { readBytes, readJson, writeJson } from "./stored-json.js";
import { testDataset } from "./test-support/datasets.js";
import { InstantJobs, testLife, trainMessage } from "./test-support/life.js";
import { MemoryObjectStore, type Objects } from "./test-support/memory-store.js";

const status = async (store: ObjectStore, run = "run-1") =>
  (await readJson(store, runPaths(run).status, runStatusSchema))?.value;

describe("starting a run", () => {
  it("submits one job for fifty deliveries at once, and none for a later one", async () => {
    const objects: Objects = new Map();
    const jobs = new InstantJobs(new MemoryObjectStore(objects), 51);
    const deliveries = Array.from({ length: 50 }, () =>
      startRun(trainMessage({}), testLife(new MemoryObjectStore(objects), { jobs })),
    );
    const outcomes = (await Promise.all(deliveries)).map(({ outcome }) => outcome).sort();
    expect(outcomes.filter((outcome) => outcome === "submitted")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "found")).toHaveLength(49);
    const store = new MemoryObjectStore(objects);
    expect(await startRun(trainMessage({}), testLife(store, { jobs }))).toMatchObject({
      outcome: "found",
    });
    expect(jobs.submitted).toEqual(["run-1#1"]);
    expect(await status(store)).toMatchObject({ state: "submitted", job: { id: "run-1#1" } });
  });

  it.each([
    { name: "text that is not JSON", data: "{", says: ["the message is not JSON"] },
    {
      name: "unknown and wrong fields, all at once",
      data: JSON.stringify({ requestId: "A b", experiment: "../x", overrides: "no", gpu: true }),
      says: ["requestId", "experiment", "overrides", "reason", 'Unrecognized key: "gpu"'],
    },
    {
      name: "an unknown experiment",
      request: { experiment: "nope" },
      says: ["configs/nope.yaml is not there"],
    },
    {
      name: "overrides of a wrong type",
      request: { overrides: ["training.max_steps=many", "seed2=1"] },
      says: ["training.max_steps", "seed2"],
    },
    {
      name: "a dataset that is not there",
      request: { dataset: "none" },
      says: ['Dataset "none" has no version'],
    },
  ])("refuses $name and leaves no run behind", async ({ data, request = {}, says }) => {
    const objects: Objects = new Map();
    const message = { ...trainMessage(request), ...(data !== undefined && { data }) };
    const error = await startRun(message, testLife(new MemoryObjectStore(objects))).catch((e) => e);
    expect(error).toBeInstanceOf(InvalidRequestError);
    const { issues, message: text } = error as GramaiError;
    for (const part of says) expect(`${issues.join("\n")}\n${text}`).toContain(part);
    expect(objects.size).toBe(0);
  });

  it("refuses a requestId that another request has used", async () => {
    const life = testLife(new MemoryObjectStore());
    await startRun(trainMessage({}), life);
    await expect(startRun(trainMessage({ reason: "another" }), life)).rejects.toThrow(
      "has been used for another request",
    );
    expect(life.jobs.submitted).toHaveLength(1);
  });

  it("names a run after the day of publication", async () => {
    const life = testLife(new MemoryObjectStore());
    const message = trainMessage({ requestId: "weekly-{date}" });
    expect(await startRun(message, life)).toMatchObject({ run: "weekly-2026-11-27" });
    expect(await startRun({ ...message, id: "later" }, life)).toMatchObject({ outcome: "found" });
  });

  it("lets a quota fault pass and submits on the next delivery", async () => {
    const life = testLife(new MemoryObjectStore());
    let faults = 1;
    const jobs = Object.create(life.jobs, {
      submit: {
        value: async (spec: never) => {
          if (faults-- > 0) throw new JobsUnavailableError("no quota");
          return life.jobs.submit(spec);
        },
      },
      find: { value: (spec: JobSpec) => life.jobs.find(spec) },
    }) as InstantJobs;
    await expect(startRun(trainMessage({}), { ...life, jobs })).rejects.toThrow("no quota");
    expect(await startRun(trainMessage({}), { ...life, jobs })).toMatchObject({
      outcome: "submitted",
    });
    expect(life.jobs.submitted).toHaveLength(1);
  });

  it("marks a run as failed when its job is refused for good, and does not try again", async () => {
    const life = testLife(new MemoryObjectStore());
    const refusing = {
      ...life,
      jobs: {
        find: async () => undefined,
        state: async () => undefined,
        submit: async () => {
          throw new JobRefusedError("service account may not; grant it");
        },
        cancel: async () => undefined,
      },
    };
    expect(await startRun(trainMessage({}), refusing)).toMatchObject({ outcome: "refused" });
    expect(await startRun(trainMessage({}), refusing)).toMatchObject({ outcome: "found" });
    expect(await readJson(life.store, runPaths("run-1").status, runStatusSchema)).toMatchObject({
      value: { state: "failed", message: "service account may not; grant it" },
    });
  });

  it("refuses a sweep where the experiment has none", async () => {
    const life = testLife(new MemoryObjectStore());
    const started = await startRun(trainMessage({ sweep: true }), life);
    expect(started).toMatchObject({ outcome: "refused" });
    expect(started.message).toContain("has no sweep section");
  });

  it.each([
    { name: "an hour ago", at: -3_600_000 },
    { name: "by a clock that is an hour ahead", at: 3_600_000 },
  ])("takes over from a delivery that was killed $name", async ({ at }) => {
    const life = testLife(new MemoryObjectStore());
    const claimed = new Date(Date.now() + at).toISOString();
    const stale = { schema: 1, run: "run-1", state: "claimed", at: claimed, message: "" };
    await writeJson(life.store, runPaths("run-1").status, stale);
    expect(await startRun(trainMessage({}), life)).toMatchObject({ outcome: "submitted" });
  });

  it("asks for another delivery while a live one holds the run", async () => {
    const life = { ...testLife(new MemoryObjectStore()), waitMs: 20 };
    const fresh = {
      schema: 1,
      run: "run-1",
      state: "claimed",
      at: new Date().toISOString(),
      message: "",
    };
    await writeJson(life.store, runPaths("run-1").status, fresh);
    await expect(startRun(trainMessage({}), life)).rejects.toThrow(UnavailableError);
    expect(life.jobs.submitted).toEqual([]);
  });

  it("cancels its own job when another delivery took over meanwhile", async () => {
    const store = new MemoryObjectStore();
    const life = testLife(store);
    const slow = {
      ...life,
      jobs: {
        find: async () => undefined,
        state: async () => undefined,
        submit: async () => {
          const job = { id: "theirs", place: "test" };
          const theirs = {
            schema: 1,
            run: "run-1",
            state: "submitted",
            at: "2026-01-01T00:00:00Z",
            message: "",
            job,
          };
          await writeJson(store, runPaths("run-1").status, theirs);
          return { id: "ours", place: "test" };
        },
        cancel: (id: string) => life.jobs.cancel(id),
      },
    };
    expect(await startRun(trainMessage({}), slow)).toMatchObject({ outcome: "found" });
    expect(life.jobs.cancelled).toEqual(["ours"]);
  });

  it("skips when the newest dataset version has been trained on, and says so", async () => {
    const life = testLife(new MemoryObjectStore());
    const request = { dataset: "c4", onlyNewData: true };
    expect(await startRun(trainMessage({ ...request, requestId: "w0" }), life)).toMatchObject({
      outcome: "skipped",
      message: "Nothing to train on: no dataset version has been ingested yet",
    });
    await addDataset(life.store, "aaaaaaaaaaaa", "2026-01-01T00:00:00Z");
    expect(await startRun(trainMessage({ ...request, requestId: "w1" }), life)).toMatchObject({
      outcome: "submitted",
    });
    expect(await startRun(trainMessage({ ...request, requestId: "w2" }), life)).toMatchObject({
      outcome: "skipped",
      message: "Nothing new: run w1 has trained on this dataset version",
    });
    await addDataset(life.store, "bbbbbbbbbbbb", "2026-01-02T00:00:00Z");
    expect(await startRun(trainMessage({ ...request, requestId: "w3" }), life)).toMatchObject({
      outcome: "submitted",
    });
    const claim = await readJson(life.store, runPaths("w3").request, runRequestSchema);
    expect(claim?.value.dataset).toEqual({ name: "c4", version: "bbbbbbbbbbbb" });
    const experiment = JSON.parse(
      Buffer.from(await readBytes(life.store, runPaths("w3").experiment)).toString(),
    );
    expect(experiment.data.sources.dataset.path).toBe("datasets/c4/bbbbbbbbbbbb");
    expect(experiment.name).toBe("gramai");
  });

  it("adds feedback as one more source when asked to, and counts it as new data", async () => {
    const life = testLife(new MemoryObjectStore());
    const feedback = { name: "feedback", version: "ffffffffffff" };
    const start = (requestId: string, version: string | undefined, asked = true) =>
      startRun(trainMessage({ requestId, feedback: asked, onlyNewData: true }), {
        ...life,
        takeFeedback: async () => (version === undefined ? undefined : { ...feedback, version }),
      });
    await addDataset(life.store, "aaaaaaaaaaaa", "2026-01-01T00:00:00Z");
    // Newer than any other dataset, and still not what the experiment means by its data.
    await addDataset(life.store, "ffffffffffff", "2026-01-02T00:00:00Z", "feedback");
    expect(await start("w1", undefined)).toMatchObject({ outcome: "submitted" });
    expect(await start("w2", "ffffffffffff", false)).toMatchObject({ outcome: "skipped" });
    expect(await start("w3", "ffffffffffff")).toMatchObject({ outcome: "submitted" });
    expect(await start("w4", "ffffffffffff")).toMatchObject({
      outcome: "skipped",
      message: "Nothing new: run w3 has trained on this dataset version and this feedback",
    });
    expect(await start("w5", "eeeeeeeeeeee")).toMatchObject({ outcome: "submitted" });
    const claim = await readJson(life.store, runPaths("w5").request, runRequestSchema);
    expect(claim?.value).toMatchObject({
      dataset: { name: "c4", version: "aaaaaaaaaaaa" },
      feedback: { ...feedback, version: "eeeeeeeeeeee" },
    });
    const written = await readJson(life.store, runPaths("w5").experiment, experimentSchema);
    expect(Object.keys(written?.value.data.sources ?? {})).toEqual(["dataset", "feedback"]);
  });
});

async function addDataset(
  store: ObjectStore,
  version: string,
  createdAt: string,
  name = "c4",
): Promise<void> {
  const manifest = testDataset({ name, version, createdAt });
  await writeJson(store, datasetManifestPath(name, version), manifest);
}
