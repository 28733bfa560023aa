/** A message as it is pushed. */
export interface PushedMessage {
  readonly messageId: string;
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface PushOptions {
  /** Address of the function. */
  readonly url: string;
  /** In [0, 1): decides on order and duplicates. */
  random(): number;
  /** Deliveries before a message is a dead letter. Default 5. */
  readonly maxAttempts?: number;
  /** Share of messages that are delivered once more although they were acknowledged. Default 0. */
  readonly duplicates?: number;
  readonly token?: string;
}

export interface PushResult {
  /** Statuses of each message's deliveries, in order. */
  readonly statuses: ReadonlyMap<string, readonly number[]>;
  readonly deadLetters: readonly PushedMessage[];
}

/**
 * Delivers messages as a Pub/Sub push subscription does: wrapped, at least once, in any order,
 * again until a 2xx answer or the last attempt. All first deliveries are under way together.
 */
export async function push(
  messages: readonly PushedMessage[],
  options: PushOptions,
): Promise<PushResult> {
  const statuses = new Map<string, number[]>();
  const deadLetters: PushedMessage[] = [];
  const publishTime = new Date().toISOString();
  const deliver = async (message: PushedMessage, deliveryAttempt: number): Promise<boolean> => {
    const { messageId, attributes, data } = message;
    const response = await fetch(options.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(options.token !== undefined && { Authorization: `Bearer ${options.token}` }),
      },
      body: JSON.stringify({
        message: { messageId, attributes, publishTime, data: Buffer.from(data).toString("base64") },
        subscription: "projects/p/subscriptions/s",
        deliveryAttempt,
      }),
    });
    await response.arrayBuffer();
    statuses.set(messageId, [...(statuses.get(messageId) ?? []), response.status]);
    return response.ok;
  };
  const settle = async (message: PushedMessage): Promise<void> => {
    const last = options.maxAttempts ?? 5;
    for (let attempt = 1; attempt <= last; attempt++) {
      if (!(await deliver(message, attempt))) continue;
      if (options.random() < (options.duplicates ?? 0)) await deliver(message, attempt);
      return;
    }
    deadLetters.push(message);
  };
  const order = messages.map((message) => ({ message, place: options.random() }));
  order.sort((a, b) => a.place - b.place);
  await Promise.all(order.map(({ message }) => settle(message)));
  return { statuses, deadLetters };
}
