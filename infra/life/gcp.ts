import { ConfigError } from "../../core/errors.js";
import type { Life } from "../../core/life.js";
import { type GcpClients, googleClients } from "../gcp/clients.js";
import { VertexRegistry } from "../gcp/model-registry.js";
import { GcsObjectStore } from "../gcp/object-store.js";
import { PubSubSubscription, PubSubTopic } from "../gcp/topic.js";
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

/** A model's life on Google Cloud. */
export async function createGcpLife(
  options: GcpLifeOptions,
  clients: GcpClients = googleClients(options.project),
): Promise<Life> {
  const { bucket, project, model, region, topicPrefix, files } = options;
  const store = new GcsObjectStore(await clients.bucket(bucket));
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
      client: async (where) => {
        if (options.trainerImage && options.jobServiceAccount) return clients.jobs(where);
        throw new ConfigError(
          "Set GRAMAI_TRAINER_IMAGE and GRAMAI_JOB_SERVICE_ACCOUNT, as Terraform does, to run jobs",
        );
      },
    }),
    trial: new OnnxTrial({ store, ...files }),
    registry: new VertexRegistry({
      project,
      region,
      bucket,
      image,
      client: () => clients.models(region),
    }),
    model,
    topic: (name) => ({
      publish: async (data, attributes) => {
        const topic = new PubSubTopic(await clients.pubsub(), `${topicPrefix}-${name}`);
        return topic.publish(data, attributes);
      },
    }),
    deadLetters: (name) => ({
      pull: async (max) => {
        const path = `projects/${project}/subscriptions/${topicPrefix}-${name}-dead`;
        return new PubSubSubscription(await clients.subscriber(), path).pull(max);
      },
    }),
  };
}
