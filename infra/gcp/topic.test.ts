import { PubSub, v1 } from "@google-cloud/pubsub";
import { credentials } from "@grpc/grpc-js";
import { topicContract } from "../contract/topic.js";
import { startFakePubSub } from "../fake-gcp/pubsub.js";
import { PubSubSubscription, PubSubTopic, type PullClient } from "./topic.js";

// Otherwise the client's library asks the network whether it runs on Google Cloud.
process.env.METADATA_SERVER_DETECTION = "none";

topicContract("Pub/Sub behind the official client", async () => {
  const fake = await startFakePubSub();
  const sslCreds = credentials.createInsecure();
  const pubsub = new PubSub({
    projectId: "p",
    apiEndpoint: `127.0.0.1:${fake.port}`,
    emulatorMode: true,
    sslCreds,
  });
  const subscriber = new v1.SubscriberClient({
    projectId: "p",
    apiEndpoint: "127.0.0.1",
    port: fake.port,
    sslCreds,
  });
  return {
    topic: new PubSubTopic(pubsub, "t"),
    subscription: new PubSubSubscription(
      subscriber as unknown as PullClient,
      "projects/p/subscriptions/s",
    ),
    close: async () => {
      await pubsub.close();
      await subscriber.close();
      await fake.close();
    },
  };
});
