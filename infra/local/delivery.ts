import { setTimeout as sleep } from "node:timers/promises";
import { GramaiError } from "../../core/errors.js";
import {
  type Message,
  type PulledMessage,
  publishDeadLetter,
  type Subscription,
  type Topic,
} from "../../core/topic.js";

/** Deliveries of one message before it is given up, as the subscriptions in the cloud are set. */
export const MAX_ATTEMPTS = 5;

export interface DeliveryOptions {
  readonly name: string;
  readonly subscription: Subscription;
  readonly deadLetters: Topic;
  /** Throwing means: deliver again later, unless the fault is one that stays. */
  handle(message: Message): Promise<void>;
  /** Whether the same message may work later; one that cannot is given up at once. */
  isPassing(error: unknown): boolean;
  /**
   * Told of each failed delivery and of each message that could not be put aside after it; without a
   * message, of each failed look at the subscription.
   */
  onFault(message: Message | undefined, error: unknown): void;
  /** Milliseconds between looks at an empty subscription. */
  readonly pollMs: number;
  /** Milliseconds before the second delivery; doubles with each further one. */
  readonly backOffMs: number;
  /** Messages in work together. */
  readonly concurrency: number;
}

/**
 * Pushes a subscription's messages to a handler until `signal` fires: at least once, again after a
 * growing pause when the handler throws, to the dead letters after the fifth time. Resolves when
 * everything under way has ended.
 */
export async function deliver(options: DeliveryOptions, signal: AbortSignal): Promise<void> {
  const underWay = new Set<Promise<void>>();
  while (!signal.aborted) {
    const room = options.concurrency - underWay.size;
    const messages = room > 0 ? await pull(options, room) : [];
    for (const message of messages) {
      const work = deliverOrGiveBack(options, message, signal).finally(() => underWay.delete(work));
      underWay.add(work);
    }
    if (messages.length === 0) await pause(options.pollMs, signal);
  }
  await Promise.all(underWay);
}

async function pull({ subscription, onFault }: DeliveryOptions, max: number) {
  try {
    return await subscription.pull(max);
  } catch (error) {
    onFault(undefined, error);
    return [];
  }
}

/** A message that can be neither acknowledged nor given up (the disk is full, say) waits again. */
async function deliverOrGiveBack(
  options: DeliveryOptions,
  message: PulledMessage,
  signal: AbortSignal,
): Promise<void> {
  try {
    await deliverOnce(options, message, signal);
  } catch (error) {
    options.onFault(message, error);
    await pause(options.backOffMs * 2 ** MAX_ATTEMPTS, signal);
    await message.nack().catch((fault: unknown) => options.onFault(message, fault));
  }
}

async function deliverOnce(
  options: DeliveryOptions,
  message: PulledMessage,
  signal: AbortSignal,
): Promise<void> {
  try {
    await options.handle(message);
  } catch (error) {
    options.onFault(message, error);
    if (options.isPassing(error) && message.attempt < MAX_ATTEMPTS) {
      await pause(options.backOffMs * 2 ** (message.attempt - 1), signal);
      await message.nack();
      return;
    }
    await publishDeadLetter(options.deadLetters, message, {
      from: options.name,
      reason: error instanceof Error ? error.message : "unknown fault",
      faults: error instanceof GramaiError ? error.issues : [],
    });
  }
  await message.ack();
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
