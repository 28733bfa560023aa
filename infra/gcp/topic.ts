import type { PubSub } from "@google-cloud/pubsub";
import { UnavailableError } from "../../core/errors.js";
import type { PulledMessage, Subscription, Topic } from "../../core/topic.js";

/** The part of Pub/Sub's low-level client that pulling takes (`v1.SubscriberClient`). */
export interface PullClient {
  pull(request: {
    subscription: string;
    maxMessages: number;
  }): Promise<readonly [{ receivedMessages?: readonly ReceivedMessage[] | null }, ...unknown[]]>;
  acknowledge(request: { subscription: string; ackIds: string[] }): Promise<unknown>;
  modifyAckDeadline(request: {
    subscription: string;
    ackIds: string[];
    ackDeadlineSeconds: number;
  }): Promise<unknown>;
}

interface ReceivedMessage {
  readonly ackId?: string | null;
  readonly deliveryAttempt?: number | null;
  readonly message?: {
    readonly data?: Uint8Array | string | null;
    readonly attributes?: { [name: string]: string } | null;
    readonly messageId?: string | null;
    readonly publishTime?: { readonly seconds?: unknown; readonly nanos?: number | null } | null;
  } | null;
}

/** A Pub/Sub topic. */
export class PubSubTopic implements Topic {
  readonly #client: PubSub;
  readonly #name: string;

  constructor(client: PubSub, name: string) {
    this.#client = client;
    this.#name = name;
  }

  async publish(data: string, attributes: Readonly<Record<string, string>> = {}): Promise<string> {
    try {
      return await this.#client
        .topic(this.#name, { batching: { maxMilliseconds: 1 } })
        .publishMessage({ data: Buffer.from(data), attributes: { ...attributes } });
    } catch (cause) {
      throw new UnavailableError(`Cannot publish to topic ${this.#name}`, { cause });
    }
  }
}

/** A Pub/Sub pull subscription, fetched on demand. */
export class PubSubSubscription implements Subscription {
  readonly #client: PullClient;
  readonly #name: string;

  /** @param name full resource name, `projects/<project>/subscriptions/<subscription>`. */
  constructor(client: PullClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  async pull(max: number): Promise<readonly PulledMessage[]> {
    const subscription = this.#name;
    try {
      const [{ receivedMessages }] = await this.#client.pull({ subscription, maxMessages: max });
      return (receivedMessages ?? []).map((received) => this.#toMessage(received));
    } catch (cause) {
      // Nothing came within the call's deadline.
      if ((cause as { code?: number }).code === 4) return [];
      throw new UnavailableError(`Cannot pull from ${subscription}`, { cause });
    }
  }

  #toMessage({ ackId, deliveryAttempt, message }: ReceivedMessage): PulledMessage {
    const [subscription, ackIds] = [this.#name, [ackId ?? ""]];
    return {
      id: message?.messageId ?? "",
      data: Buffer.from(message?.data ?? "").toString("utf8"),
      attributes: { ...message?.attributes },
      publishedAt: new Date(Number(message?.publishTime?.seconds ?? 0) * 1000),
      attempt: deliveryAttempt || 1,
      ack: async () => {
        await this.#client.acknowledge({ subscription, ackIds });
      },
      nack: async () => {
        await this.#client.modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds: 0 });
      },
    };
  }
}
