import { JobServiceClient } from "@google-cloud/aiplatform/build/src/v1/job_service_client.js";
import { ModelServiceClient } from "@google-cloud/aiplatform/build/src/v1/model_service_client.js";
import { PubSub, v1 } from "@google-cloud/pubsub";
import { Storage } from "@google-cloud/storage";
import { credentials } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError } from "../../core/errors.js";
import { experimentSchema } from "../../core/experiment.js";
import { startFakeModels } from "../fake-gcp/models.js";
import { startFakePubSub } from "../fake-gcp/pubsub.js";
import { startFakeStorage } from "../fake-gcp/storage.js";
import { startFakeVertex } from "../fake-gcp/vertex.js";
import type { GcpClients } from "../gcp/clients.js";
import type { PullClient } from "../gcp/topic.js";
import { createGcpLife, type GcpLifeOptions } from "./gcp.js";
import { lifeFiles } from "./package-parts.js";

// Otherwise the client's library asks the network whether it runs on Google Cloud.
process.env.METADATA_SERVER_DETECTION = "none";

const OPTIONS: GcpLifeOptions = {
  bucket: "data",
  project: "p",
  model: "gramai",
  region: "europe-west4",
  topicPrefix: "acme",
  trainerImage: "europe-west4-docker.pkg.dev/p/acme/trainer:current",
  jobServiceAccount: "acme-job@p.iam.gserviceaccount.com",
  tensorboard: undefined,
  wandbSecret: undefined,
  files: lifeFiles("models/embedded"),
};

const experiment = experimentSchema.parse({
  name: "gramai",
  data: { sources: { a: { path: "a.txt", kind: "clean", weight: 1 } } },
  training: { max_steps: 1 },
  job: { places: [{ region: "us-east4", machine: "g2-standard-8" }] },
});
const spec = { run: "run-1", experiment, sweep: false };

describe("a model's life on Google Cloud", () => {
  const open: (() => Promise<unknown>)[] = [];
  const regions: string[] = [];
  let clients: GcpClients;
  let fakes: {
    storage: Awaited<ReturnType<typeof startFakeStorage>>;
    vertex: Awaited<ReturnType<typeof startFakeVertex>>;
    models: Awaited<ReturnType<typeof startFakeModels>>;
  };
  beforeAll(async () => {
    const [storage, vertex, models, pubsub] = await Promise.all([
      startFakeStorage("data"),
      startFakeVertex(),
      startFakeModels(),
      startFakePubSub(),
    ]);
    fakes = { storage, vertex, models };
    const at = (port: number) => ({
      projectId: "p",
      apiEndpoint: "127.0.0.1",
      port,
      sslCreds: credentials.createInsecure(),
    });
    const jobs = new JobServiceClient(at(vertex.port));
    const registry = new ModelServiceClient(at(models.port));
    const subscriber = new v1.SubscriberClient(at(pubsub.port));
    const publisher = new PubSub({
      ...at(pubsub.port),
      apiEndpoint: `127.0.0.1:${pubsub.port}`,
      emulatorMode: true,
    });
    open.push(
      () => jobs.close(),
      () => registry.close(),
      () => subscriber.close(),
      () => publisher.close(),
      ...[storage, vertex, models, pubsub].map((fake) => () => fake.close()),
    );
    clients = {
      bucket: async (name) =>
        new Storage({ projectId: "p", apiEndpoint: storage.endpoint }).bucket(name),
      jobs: async (region) => {
        regions.push(region);
        return jobs;
      },
      models: async (region) => {
        regions.push(region);
        return registry;
      },
      pubsub: async () => publisher,
      subscriber: async () => subscriber as unknown as PullClient,
    };
  });
  afterAll(async () => {
    for (const close of open) await close();
  });

  it("keeps its objects in the bucket", async () => {
    const { store } = await createGcpLife(OPTIONS, clients);
    await store.write("runs/run-1/request.json", new TextEncoder().encode("{}"));
    expect(fakes.storage.bucket.names("runs/")).toEqual(["runs/run-1/request.json"]);
  });

  it("runs jobs where the experiment says, by the installation's image and account", async () => {
    const { jobs } = await createGcpLife(OPTIONS, clients);
    const { id } = await jobs.submit(spec);
    expect(id).toMatch(/^projects\/p\/locations\/us-east4\/customJobs\//);
    expect(regions).toContain("us-east4");
    const [job] = fakes.vertex.jobs.values();
    expect(job).toMatchObject({ jobSpec: { serviceAccount: OPTIONS.jobServiceAccount } });
  });

  it("says what to set where jobs cannot run, and does the rest", async () => {
    const { jobs, store } = await createGcpLife({ ...OPTIONS, trainerImage: undefined }, clients);
    expect(await store.stat("nothing")).toBeUndefined();
    await expect(jobs.find(spec)).rejects.toThrow(ConfigError);
    await expect(jobs.submit(spec)).rejects.toThrow("Set GRAMAI_TRAINER_IMAGE");
  });

  it("announces versions in its own region", async () => {
    const { registry } = await createGcpLife(OPTIONS, clients);
    await registry.announce("gramai", "0123456789ab");
    expect([...fakes.models.versions.keys()]).toEqual([
      "projects/p/locations/europe-west4/models/gramai-gramai",
    ]);
    expect(regions).toContain("europe-west4");
  });

  it("publishes to its topics and pulls their dead letters, by the installation's prefix", async () => {
    const life = await createGcpLife(OPTIONS, clients);
    await life.topic("train-requests").publish("poison", { a: "b" });
    // The stand-in has one topic and one subscription, whatever they are called.
    const [message] = await life.deadLetters("train-requests").pull(5);
    expect(message).toMatchObject({ data: "poison", attributes: { a: "b" } });
    await message?.ack();
  });
});
