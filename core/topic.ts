/** One message as a subscriber gets it: at least once, in any order. */
export interface Message {
  /** The same on every delivery. */
  readonly id: string;
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly publishedAt: Date;
  /** 1 on the first delivery. */
  readonly attempt: number;
}

/** Where messages are published. */
export interface Topic {
  /** Returns the message's id. @throws UnavailableError when the topic cannot be reached. */
  publish(data: string, attributes?: Readonly<Record<string, string>>): Promise<string>;
}

/** A message that comes back later unless it is acknowledged. */
export interface PulledMessage extends Message {
  /** Done with: it does not come back. */
  ack(): Promise<void>;
  /** Gives it back at once. */
  nack(): Promise<void>;
}

/** Where messages are fetched. */
export interface Subscription {
  /** Up to `max` messages that nobody else holds; none when there is nothing. */
  pull(max: number): Promise<readonly PulledMessage[]>;
}

/** Attribute names of a dead letter, beside the message's own. */
export const DEAD_LETTER = {
  from: "deadLetterFrom",
  reason: "deadLetterReason",
  faults: "deadLetterFaults",
  attempts: "deadLetterAttempts",
} as const;

/** Longest attribute value in Pub/Sub, in bytes. */
const MAX_ATTRIBUTE_BYTES = 1024;

/** Why a message was given up. */
export interface DeadLetterReason {
  readonly from: string;
  readonly reason: string;
  readonly faults?: readonly string[];
}

/** Publishes a message that cannot be handled to the dead-letter topic, with its reason. */
export function publishDeadLetter(
  topic: Topic,
  message: Message,
  { from, reason, faults = [] }: DeadLetterReason,
): Promise<string> {
  return topic.publish(message.data, {
    ...message.attributes,
    [DEAD_LETTER.from]: from,
    [DEAD_LETTER.reason]: clip(reason),
    ...(faults.length > 0 && { [DEAD_LETTER.faults]: clip(faults.join("; ")) }),
    [DEAD_LETTER.attempts]: String(message.attempt),
  });
}

/** The message's attributes as they were before it was given up. */
export function originalAttributes(message: Message): Record<string, string> {
  const added: readonly string[] = Object.values(DEAD_LETTER);
  return Object.fromEntries(
    Object.entries(message.attributes).filter(
      ([name]) => !added.includes(name) && !name.startsWith("CloudPubSubDeadLetter"),
    ),
  );
}

function clip(text: string): string {
  const encoder = new TextEncoder();
  let clipped = text;
  while (encoder.encode(clipped).byteLength > MAX_ATTRIBUTE_BYTES - 3) {
    clipped = clipped.slice(0, -Math.max(1, Math.floor(clipped.length / 16)));
  }
  return clipped === text ? text : `${clipped}…`;
}
