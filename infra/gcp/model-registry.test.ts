import { ModelServiceClient } from "@google-cloud/aiplatform/build/src/v1/model_service_client.js";
import { credentials, status } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UnavailableError } from "../../core/errors.js";
import { type FakeModels, startFakeModels } from "../fake-gcp/models.js";
import { VertexRegistry } from "./model-registry.js";

// Otherwise the client's library asks the network whether it runs on Google Cloud.
process.env.METADATA_SERVER_DETECTION = "none";

const MODEL = "projects/p/locations/europe-west4/models/gramai-plain-english";
const [FIRST, SECOND] = ["0123456789ab", "ba9876543210"];

let fake: FakeModels;
let client: ModelServiceClient;
let registry: VertexRegistry;
beforeEach(async () => {
  fake = await startFakeModels();
  client = new ModelServiceClient({
    apiEndpoint: "127.0.0.1",
    port: fake.port,
    sslCreds: credentials.createInsecure(),
    projectId: "p",
  });
  registry = new VertexRegistry({
    project: "p",
    region: "europe-west4",
    bucket: "data",
    image: "us-docker.pkg.dev/p/gramai/trainer:current",
    client: async () => client,
  });
});
afterEach(async () => {
  await client.close();
  await fake.close();
});

const aliases = () => fake.versions.get(MODEL)?.map((version) => [...version].sort());

describe("Vertex AI's Model Registry", () => {
  it("gets each version that starts to serve, field by field", async () => {
    await registry.announce("plain_english", FIRST);
    await registry.announce("plain_english", SECOND);
    expect(fake.requests).toMatchSnapshot();
    expect(aliases()).toEqual([[`v-${FIRST}`], ["serving", `v-${SECOND}`]]);
  });

  it("has the alias moved back, without another upload, when a version serves again", async () => {
    for (const version of [FIRST, SECOND, FIRST, FIRST]) {
      await registry.announce("plain_english", version);
    }
    expect(aliases()).toEqual([["serving", `v-${FIRST}`], [`v-${SECOND}`]]);
    const moves = fake.requests.filter(({ method }) => method === "MergeVersionAliases");
    expect(moves.map(({ request }) => request)).toEqual([
      { name: `${MODEL}@v-${FIRST}`, versionAliases: ["serving"] },
      { name: `${MODEL}@v-${FIRST}`, versionAliases: ["serving"] },
    ]);
  });

  it.each([
    { name: "is down", fault: { code: status.UNAVAILABLE, message: "try later" } },
    { name: "has no quota left", fault: { code: status.RESOURCE_EXHAUSTED, message: "quota" } },
    { name: "does not allow it", fault: { code: status.PERMISSION_DENIED, message: "no" } },
  ])("lets a fault pass when it $name, and takes the version later", async ({ fault }) => {
    fake.faults.push(fault);
    const announced = registry.announce("plain_english", FIRST);
    await expect(announced).rejects.toThrow(UnavailableError);
    await expect(announced).rejects.toThrow(`plain_english/${FIRST}: ${fault.message}`);
    await registry.announce("plain_english", FIRST);
    expect(aliases()).toEqual([["serving", `v-${FIRST}`]]);
  });

  it("does not upload again what was uploaded when the answer got lost", async () => {
    fake.faults.push({ code: status.UNAVAILABLE, message: "lost", done: true });
    await expect(registry.announce("plain_english", FIRST)).rejects.toThrow("lost");
    await registry.announce("plain_english", FIRST);
    expect(aliases()).toEqual([["serving", `v-${FIRST}`]]);
  });
});
