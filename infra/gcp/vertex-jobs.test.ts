import { JobServiceClient } from "@google-cloud/aiplatform/build/src/v1/job_service_client.js";
import { credentials, status } from "@grpc/grpc-js";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { experimentSchema } from "../../core/experiment.js";
import { JobRefusedError, JobsUnavailableError, NoRoomError } from "../../core/job-runner.js";
import { type FakeVertex, startFakeVertex } from "../fake-gcp/vertex.js";
import { VertexJobs } from "./vertex-jobs.js";

// Otherwise the client's library asks the network whether it runs on Google Cloud.
process.env.METADATA_SERVER_DETECTION = "none";

const experiment = experimentSchema.parse({
  name: "gramai",
  data: { sources: { dataset: { path: "datasets/c4/0123456789ab", kind: "pairs", weight: 1 } } },
  training: { max_steps: 1000 },
  job: {
    places: [
      { region: "us-central1", machine: "g2-standard-8", accelerator: "NVIDIA_L4" },
      {
        region: "europe-west4",
        machine: "n1-standard-8",
        accelerator: "NVIDIA_TESLA_T4",
        accelerators: 2,
      },
    ],
    timeout_hours: 6,
    max_wait_hours: 1.5,
  },
  sweep: {
    trials: 9,
    parallel: 3,
    parameters: {
      "training.learning_rate": { type: "double", min: 0.0001, max: 0.01, scale: "log" },
      "training.warmup_steps": { type: "integer", min: 10, max: 500 },
      "training.optimiser": { type: "categorical", values: ["muon", "adamw"] },
      "training.label_smoothing": { type: "discrete", values: [0, 0.1] },
    },
  },
});
const spec = { run: "run-1", experiment, sweep: false };

let fake: FakeVertex;
let client: JobServiceClient;
let jobs: VertexJobs;
beforeAll(async () => {
  fake = await startFakeVertex();
  client = new JobServiceClient({
    apiEndpoint: "127.0.0.1",
    port: fake.port,
    sslCreds: credentials.createInsecure(),
    projectId: "p",
  });
  jobs = new VertexJobs({
    project: "p",
    bucket: "data",
    image: "us-docker.pkg.dev/p/gramai/trainer:current",
    serviceAccount: "job@p.iam.gserviceaccount.com",
    tensorboard: "projects/1/locations/us-central1/tensorboards/2",
    wandbSecret: "projects/p/secrets/gramai-wandb-key/versions/latest",
    client: async () => client,
  });
});
afterEach(() => {
  fake.jobs.clear();
  fake.requests.length = 0;
  fake.faults.length = 0;
});
afterAll(async () => {
  await client.close();
  await fake.close();
});

const places = () =>
  fake.requests
    .filter(({ method }) => method.startsWith("Create"))
    .map(({ request }) => request.parent);

describe("jobs on Vertex AI", () => {
  it("asks for the job field by field", async () => {
    const job = await jobs.submit(spec);
    expect(job).toEqual({
      id: "projects/p/locations/us-central1/customJobs/1",
      place: "us-central1, g2-standard-8 with 1 NVIDIA_L4",
      placeIndex: 0,
    });
    expect(fake.requests).toMatchSnapshot();
  });

  it("asks for a search field by field", async () => {
    await jobs.submit({ ...spec, sweep: true });
    expect(fake.requests).toMatchSnapshot();
  });

  it("gives several machines a pool each for the chief and the others", async () => {
    const job = { ...experiment.job, replicas: 3, spot: false, max_wait_hours: 0 };
    await jobs.submit({ ...spec, experiment: { ...experiment, job } });
    expect(fake.requests).toMatchObject([
      {
        request: {
          customJob: {
            jobSpec: {
              workerPoolSpecs: [{ replicaCount: "1" }, { replicaCount: "2" }],
              scheduling: { timeout: { seconds: "21600" }, strategy: "STANDARD" },
            },
          },
        },
      },
    ]);
  });

  it("finds, watches and cancels a job", async () => {
    expect(await jobs.find(spec)).toBeUndefined();
    const { id } = await jobs.submit(spec);
    expect(await jobs.find(spec)).toMatchObject({ id });
    expect(await jobs.find({ ...spec, run: "run-2" })).toBeUndefined();
    expect(await jobs.state(id)).toBe("queued");
    await jobs.cancel(id);
    expect(await jobs.state(id)).toBe("cancelled");
    expect(await jobs.find(spec)).toBeUndefined();
    const gone = "projects/p/locations/us-central1/customJobs/99";
    expect(await jobs.state(gone)).toBeUndefined();
    await jobs.cancel(gone);
  });

  it.each([
    { name: "quota is used up", code: status.RESOURCE_EXHAUSTED },
    { name: "machines are out of stock", code: status.FAILED_PRECONDITION },
    { name: "a region lacks the accelerator", code: status.INVALID_ARGUMENT },
  ])("takes the next place when $name", async ({ code }) => {
    fake.faults.push({ code, message: "not here" });
    expect(await jobs.submit(spec)).toMatchObject({
      place: "europe-west4, n1-standard-8 with 2 NVIDIA_TESLA_T4",
    });
    expect(places()).toEqual([
      "projects/p/locations/us-central1",
      "projects/p/locations/europe-west4",
    ]);
  });

  it.each([
    {
      name: "is accepted and then lacks quota or stock",
      end: { state: "FAILED", error: { code: status.RESOURCE_EXHAUSTED }, startTime: null },
      is: "starved",
    },
    {
      name: "is preempted and then gets no machine again",
      end: { state: "FAILED", error: { code: status.RESOURCE_EXHAUSTED }, startTime: {} },
      is: "starved",
    },
    {
      name: "has waited as long as it may",
      end: { state: "EXPIRED", error: null, startTime: null },
      is: "starved",
    },
    {
      name: "has run as long as it may",
      end: { state: "EXPIRED", error: null, startTime: {} },
      is: "failed",
    },
    {
      name: "crashes",
      end: { state: "FAILED", error: { code: status.INTERNAL }, startTime: {} },
      is: "failed",
    },
  ])("tells a job that $name from others", async ({ end, is }) => {
    for (const sweep of [false, true]) {
      const { id } = await jobs.submit({ ...spec, sweep });
      fake.end(id, end);
      expect(await jobs.state(id)).toBe(is);
    }
    // What starved is out of the way of the next job; what failed is the run's.
    expect(await jobs.find(spec)).toEqual(is === "starved" ? undefined : expect.anything());
  });

  it("asks only the places from the one named, and finds the job with its place", async () => {
    const job = await jobs.submit(spec, 1);
    expect(job).toMatchObject({ placeIndex: 1, place: expect.stringContaining("europe-west4") });
    expect(places()).toEqual(["projects/p/locations/europe-west4"]);
    expect(await jobs.find(spec)).toEqual(job);
    await expect(jobs.submit(spec, 2)).rejects.toThrow(/^No further place has room; ask for quota/);
  });

  it("lets it pass when no place has room, naming each", async () => {
    const fault = { code: status.RESOURCE_EXHAUSTED, message: "quota" };
    fake.faults.push(fault, fault);
    const submitted = jobs.submit(spec);
    await expect(submitted).rejects.toThrow(NoRoomError);
    await expect(submitted).rejects.toThrow(
      /us-central1, g2-standard-8 with 1 NVIDIA_L4: .*quota; europe-west4/,
    );
    expect(fake.jobs.size).toBe(0);
  });

  it.each([
    { name: "is not allowed", faults: [status.PERMISSION_DENIED] },
    { name: "is wrong everywhere", faults: [status.INVALID_ARGUMENT, status.INVALID_ARGUMENT] },
  ])("refuses for good what $name", async ({ faults }) => {
    fake.faults.push(...faults.map((code) => ({ code, message: "no" })));
    await expect(jobs.submit(spec)).rejects.toThrow(JobRefusedError);
  });

  it("finds the job whose answer got lost, and does not start a second", async () => {
    fake.faults.push({ code: status.UNAVAILABLE, message: "503", done: true });
    const job = await jobs.submit(spec);
    expect([...fake.jobs.keys()]).toEqual([job.id]);
  });

  it("asks for another try when nothing was created", async () => {
    fake.faults.push({ code: status.DEADLINE_EXCEEDED, message: "slow" });
    await expect(jobs.submit(spec)).rejects.toThrow(JobsUnavailableError);
    expect(fake.jobs.size).toBe(0);
    expect(places()).toHaveLength(1);
  });
});
