import { ConfigError } from "../../core/errors.js";
import type { Life } from "../../core/life.js";
import { VertexRegistry } from "../gcp/model-registry.js";
import { GcsObjectStore } from "../gcp/object-store.js";
import { PubSubSubscription, PubSubTopic, type PullClient } from "../gcp/topic.js";
import { VertexJobs } from "../gcp/vertex-jobs.js";
import { OnnxTrial } from "../onnx/trial.js";
import { type LifeFiles, packageParts } from "./package-parts.js";

export interface GcpLifeOptions {
  readonly bucket: string;
  readonly project: string;
  readonly model: string;
  readonly region: string;
  readonly topicPrefix: string;
  readonly trainerImage: string | undefined;
  readonly jobServiceAccount: string | undefined;
  readonly tensorboard: string | undefined;
  readonly wandbSecret: string | undefined;
  readonly files: LifeFiles;
}

/** A model's life on Google Cloud. The clients are loaded when they are first used: they are slow to load. */
export async function createGcpLife(options: GcpLifeOptions): Promise<Life> {
  const { bucket, project, model, region, topicPrefix, files } = options;
  const { Storage } = await import("@google-cloud/storage");
  const store = new GcsObjectStore(new Storage({ projectId: project }).bucket(bucket));
  const image = options.trainerImage ?? "";
  return {
    ...packageParts(),
    store,
    jobs: new VertexJobs({
      project,
      bucket,
      image,
      serviceAccount: options.jobServiceAccount ?? "",
      tensorboard: options.tensorboard,
      wandbSecret: options.wandbSecret,
      client: remember(async (where) => {
        if (!options.trainerImage || !options.jobServiceAccount) {
          throw new ConfigError(
            "Set GRAMAI_TRAINER_IMAGE and GRAMAI_JOB_SERVICE_ACCOUNT, as Terraform does, to run jobs",
          );
        }
        const { JobServiceClient } = await import(
          "@google-cloud/aiplatform/build/src/v1/job_service_client.js"
        );
        return new JobServiceClient({ apiEndpoint: endpoint(where), projectId: project });
      }),
    }),
    trial: new OnnxTrial({ store, ...files }),
    registry: new VertexRegistry({
      project,
      region,
      bucket,
      image,
      client: async () => {
        const { ModelServiceClient } = await import(
          "@google-cloud/aiplatform/build/src/v1/model_service_client.js"
        );
        return new ModelServiceClient({ apiEndpoint: endpoint(region), projectId: project });
      },
    }),
    model,
    topic: (name) => ({
      publish: async (data, attributes) => {
        const { PubSub } = await import("@google-cloud/pubsub");
        const topic = new PubSubTopic(new PubSub({ projectId: project }), `${topicPrefix}-${name}`);
        return topic.publish(data, attributes);
      },
    }),
    deadLetters: (name) => ({
      pull: async (max) => {
        const { v1 } = await import("@google-cloud/pubsub");
        const client = new v1.SubscriberClient({ projectId: project }) as unknown as PullClient;
        const path = `projects/${project}/subscriptions/${topicPrefix}-${name}-dead`;
        return new PubSubSubscription(client, path).pull(max);
      },
    }),
  };
}

/** Checks a token that Google signed, as Pub/Sub's pushes carry. */
export async function verifyGoogleToken(token: string): Promise<{ email?: string | undefined }> {
  const { OAuth2Client } = await import("google-auth-library");
  const ticket = await new OAuth2Client().verifyIdToken({ idToken: token });
  const payload = ticket.getPayload();
  return { email: payload?.email_verified ? payload.email : undefined };
}

function endpoint(region: string): string {
  return `${region}-aiplatform.googleapis.com`;
}

/** One value per key; a failure is forgotten. */
function remember<T>(make: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (key) => {
    const there = made.get(key);
    if (there) return there;
    const value = make(key).catch((error: unknown) => {
      made.delete(key);
      throw error;
    });
    made.set(key, value);
    return value;
  };
}
