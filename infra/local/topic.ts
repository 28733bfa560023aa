import { mkdir, readdir, readFile, rename, rm, rmdir, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { RESERVED_PART } from "../../core/object-path.js";
import type { Message, PulledMessage, Subscription, Topic } from "../../core/topic.js";
import { isOwnerRunning, OWNER } from "./owner.js";
import { toStoreError } from "./store-errors.js";

const fileSchema = z.object({
  id: z.string(),
  data: z.string(),
  attributes: z.record(z.string(), z.string()),
  publishedAt: z.iso.datetime(),
});

/**
 * A topic with one subscription in a store's folder: messages outlive the processes that publish and
 * handle them, and are handed to one holder at a time.
 *
 * A message is the file `waiting/<time>-<id>.<attempt>.json`; its holder renames it into a folder of
 * its own, `held/<owner>/`, and what a process that is gone held waits again.
 */
export class FolderTopic implements Topic, Subscription {
  readonly name: string;
  readonly #waiting: string;
  readonly #held: string;
  #ready: Promise<unknown> | undefined;

  /** @param root the store's folder. @param name one path part, e.g. `train-requests`. */
  constructor(root: string, name: string) {
    this.name = name;
    const folder = join(root, RESERVED_PART, "topics", name);
    this.#waiting = join(folder, "waiting");
    this.#held = join(folder, "held");
  }

  async publish(data: string, attributes: Readonly<Record<string, string>> = {}): Promise<string> {
    await this.#prepare();
    const id = crypto.randomUUID();
    const publishedAt = new Date().toISOString();
    const text = JSON.stringify({ id, data, attributes, publishedAt });
    const partial = join(this.#held, OWNER, `${id}.partial`);
    try {
      await writeFile(partial, text, { flush: true });
      await rename(partial, join(this.#waiting, `${Date.now()}-${id}.1.json`));
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      throw toStoreError(error, "publish to", this.name);
    }
    return id;
  }

  async pull(max: number): Promise<readonly PulledMessage[]> {
    await this.#prepare();
    await this.#takeBack();
    const names = (await readdir(this.#waiting)).filter((name) => name.endsWith(".json")).sort();
    const pulled: PulledMessage[] = [];
    for (const name of names) {
      if (pulled.length >= max) break;
      const message = await this.#hold(name);
      if (message) pulled.push(message);
    }
    return pulled;
  }

  /** Undefined when another holder was faster. */
  async #hold(name: string): Promise<PulledMessage | undefined> {
    const held = join(this.#held, OWNER, name);
    try {
      await rename(join(this.#waiting, name), held);
    } catch {
      return undefined;
    }
    const attempt = attemptOf(name);
    return {
      ...toMessage(name, await readFile(held, "utf8")),
      attempt,
      ack: () => unlink(held),
      nack: () => rename(held, join(this.#waiting, withAttempt(name, attempt + 1))),
    };
  }

  #prepare(): Promise<unknown> {
    this.#ready ??= Promise.all([
      mkdir(this.#waiting, { recursive: true }),
      mkdir(join(this.#held, OWNER), { recursive: true }),
    ]);
    return this.#ready;
  }

  /** What processes that are gone held waits again, as one more attempt. */
  async #takeBack(): Promise<void> {
    const owners = (await readdir(this.#held)).filter((owner) => !isOwnerRunning(owner));
    for (const owner of owners) {
      const folder = join(this.#held, owner);
      const names = await readdir(folder).catch(() => []);
      for (const name of names.filter((file) => file.endsWith(".json"))) {
        const next = withAttempt(name, attemptOf(name) + 1);
        // Another process may be doing the same.
        await rename(join(folder, name), join(this.#waiting, next)).catch(() => undefined);
      }
      // Half written messages were never published. What could not be moved keeps its folder.
      const partial = names.filter((file) => !file.endsWith(".json"));
      await Promise.all(partial.map((name) => rm(join(folder, name), { force: true })));
      await rmdir(folder).catch(() => undefined);
    }
  }

  /** Messages that wait or are held. */
  async size(): Promise<number> {
    await this.#prepare();
    const owners = await readdir(this.#held);
    const folders = [this.#waiting, ...owners.map((owner) => join(this.#held, owner))];
    const counts = await Promise.all(
      folders.map(async (folder) => {
        // A folder may go meanwhile, when what its owner held is taken back.
        const names = await readdir(folder).catch(() => []);
        return names.filter((name) => name.endsWith(".json")).length;
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }
}

/** A file that is no message of ours (torn by a power cut, or put there by hand) is one of its text. */
function toMessage(name: string, text: string): Omit<Message, "attempt"> {
  try {
    const { publishedAt, ...message } = fileSchema.parse(JSON.parse(text));
    return { ...message, publishedAt: new Date(publishedAt) };
  } catch {
    return { id: name, data: text, attributes: {}, publishedAt: new Date() };
  }
}

function attemptOf(name: string): number {
  return Number(/\.(\d+)\.json$/.exec(name)?.[1] ?? 1);
}

function withAttempt(name: string, attempt: number): string {
  return `${name.split(".")[0]}.${attempt}.json`;
}
