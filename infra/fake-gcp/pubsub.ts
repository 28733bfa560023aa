import { createRequire } from "node:module";
import type { protos as Protos } from "@google-cloud/pubsub";
import { type handleUnaryCall, Server, ServerCredentials } from "@grpc/grpc-js";

const { google } = createRequire(import.meta.url)(
  "@google-cloud/pubsub/build/protos/protos.js",
) as typeof Protos;
const v1 = google.pubsub.v1;

interface Held {
  readonly data: Uint8Array;
  readonly attributes: Record<string, string>;
  readonly messageId: string;
  attempt: number;
  leased: boolean;
}

export interface FakePubSub {
  readonly port: number;
  close(): Promise<void>;
}

interface MessageType {
  decode(bytes: Uint8Array): unknown;
  encode(message: unknown): { finish(): Uint8Array };
}

/** Pub/Sub over gRPC in memory: one topic with one subscription, published to and pulled from. */
export async function startFakePubSub(): Promise<FakePubSub> {
  const messages = new Map<string, Held>();
  let published = 0;
  const server = new Server();
  const method = (
    service: string,
    name: string,
    query: unknown,
    reply: unknown,
    answer: (request: never) => unknown,
  ) => {
    const [ask, say] = [query as MessageType, reply as MessageType];
    const handle: handleUnaryCall<unknown, unknown> = (call, callback) => {
      callback(null, answer(call.request as never));
    };
    server.addService(
      {
        [name]: {
          path: `/google.pubsub.v1.${service}/${name}`,
          requestStream: false,
          responseStream: false,
          requestSerialize: (message: unknown) => Buffer.from(ask.encode(message).finish()),
          requestDeserialize: (bytes: Buffer) => ask.decode(bytes),
          responseSerialize: (message: unknown) => Buffer.from(say.encode(message).finish()),
          responseDeserialize: (bytes: Buffer) => say.decode(bytes),
        },
      },
      { [name]: handle },
    );
  };
  method(
    "Publisher",
    "Publish",
    v1.PublishRequest,
    v1.PublishResponse,
    (request: { messages: { data: Uint8Array; attributes: Record<string, string> }[] }) => {
      const messageIds = request.messages.map(({ data, attributes }) => {
        const messageId = String(++published);
        messages.set(messageId, { data, attributes, messageId, attempt: 0, leased: false });
        return messageId;
      });
      return v1.PublishResponse.create({ messageIds });
    },
  );
  method(
    "Subscriber",
    "Pull",
    v1.PullRequest,
    v1.PullResponse,
    (request: { maxMessages: number }) => {
      const waiting = [...messages.values()].filter(({ leased }) => !leased);
      const receivedMessages = waiting.slice(0, request.maxMessages).map((held) => {
        held.leased = true;
        held.attempt++;
        const { data, attributes, messageId, attempt: deliveryAttempt } = held;
        const publishTime = { seconds: Math.floor(Date.now() / 1000) };
        const message = { data, attributes, messageId, publishTime };
        return { ackId: messageId, deliveryAttempt, message };
      });
      return v1.PullResponse.fromObject({ receivedMessages });
    },
  );
  const { Empty } = google.protobuf;
  method(
    "Subscriber",
    "Acknowledge",
    v1.AcknowledgeRequest,
    Empty,
    (request: { ackIds: string[] }) => {
      for (const id of request.ackIds) messages.delete(id);
      return Empty.create();
    },
  );
  method(
    "Subscriber",
    "ModifyAckDeadline",
    v1.ModifyAckDeadlineRequest,
    Empty,
    (request: { ackIds: string[] }) => {
      for (const id of request.ackIds) {
        const held = messages.get(id);
        if (held) held.leased = false;
      }
      return Empty.create();
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, close: async () => server.forceShutdown() };
}
