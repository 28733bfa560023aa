import type { JobServiceClient } from "@google-cloud/aiplatform/build/src/v1/job_service_client.js";
import type { ModelServiceClient } from "@google-cloud/aiplatform/build/src/v1/model_service_client.js";
import type { PubSub } from "@google-cloud/pubsub";
import type { Bucket } from "@google-cloud/storage";
import type { PullClient } from "./topic.js";

/** Google's clients, each loaded when it is first asked for: they are slow to load. */
export interface GcpClients {
  bucket(name: string): Promise<Bucket>;
  jobs(region: string): Promise<JobServiceClient>;
  models(region: string): Promise<ModelServiceClient>;
  pubsub(): Promise<PubSub>;
  subscriber(): Promise<PullClient>;
}

/** Clients of Google Cloud with the credentials of this machine. */
export function googleClients(projectId: string): GcpClients {
  const pubsub = remember(async () => {
    const { PubSub } = await import("@google-cloud/pubsub");
    return new PubSub({ projectId });
  });
  const subscriber = remember(async () => {
    const { v1 } = await import("@google-cloud/pubsub");
    return new v1.SubscriberClient({ projectId }) as unknown as PullClient;
  });
  return {
    bucket: async (name) => {
      const { Storage } = await import("@google-cloud/storage");
      return new Storage({ projectId }).bucket(name);
    },
    jobs: remember(async (region) => {
      const { JobServiceClient } = await import(
        "@google-cloud/aiplatform/build/src/v1/job_service_client.js"
      );
      return new JobServiceClient({ apiEndpoint: vertexHost(region), projectId });
    }),
    models: remember(async (region) => {
      const { ModelServiceClient } = await import(
        "@google-cloud/aiplatform/build/src/v1/model_service_client.js"
      );
      return new ModelServiceClient({ apiEndpoint: vertexHost(region), projectId });
    }),
    pubsub: () => pubsub(""),
    subscriber: () => subscriber(""),
  };
}

function vertexHost(region: string): string {
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
