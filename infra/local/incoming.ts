import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { RESERVED_PART } from "../../core/object-path.js";
import type { ObjectInfo, ObjectStore } from "../../core/object-store.js";
import type { Topic } from "../../core/topic.js";
import { OWNER } from "./owner.js";
import { toStoreError } from "./store-errors.js";

/** Where files are dropped: `incoming/<dataset>/<file>`. */
const FOLDER = "incoming/";

/** A file that was written to more lately than this, in milliseconds, may still be growing. */
const SETTLED_MS = 1_000;

const notesSchema = z.record(z.string(), z.string());

export interface IncomingOptions {
  /** The store's folder. */
  readonly root: string;
  readonly store: ObjectStore;
  readonly topic: Topic;
  /** Name of the bucket in the messages. */
  readonly bucket: string;
  now(): Date;
}

/**
 * Announces files that are dropped under `incoming/` of a folder, each once per content, in messages
 * like those of Cloud Storage's notifications. What it has announced it keeps in a file, so that a
 * new process goes on; after a kill in between a file is announced twice.
 */
export class IncomingWatch {
  readonly #options: IncomingOptions;
  readonly #file: string;
  #seen = new Map<string, string>();
  /** What was announced, as noted in the file or, where that failed, not yet. */
  #announced: Readonly<Record<string, string>> | undefined;

  constructor(options: IncomingOptions) {
    this.#options = options;
    this.#file = join(options.root, RESERVED_PART, "incoming.json");
  }

  /** One look; returns the paths announced. A file must be the same in two looks: copying takes time. */
  async look(): Promise<readonly string[]> {
    const { store, topic, bucket } = this.#options;
    this.#announced ??= await this.#noted();
    const announced = this.#announced;
    const [found, paths] = [new Map<string, string>(), [] as string[]];
    const kept: Record<string, string> = {};
    for await (const object of store.list(FOLDER)) {
      const { path, generation } = object;
      found.set(path, generation);
      if (announced[path] === generation) kept[path] = generation;
      else if (this.#isWhole(object)) {
        await topic.publish("{}", {
          eventType: "OBJECT_FINALIZE",
          bucketId: bucket,
          objectId: path,
        });
        kept[path] = generation;
        paths.push(path);
      }
    }
    this.#seen = found;
    this.#announced = kept;
    if (paths.length > 0) await this.#note(kept);
    return paths;
  }

  /** Hidden files are half copied, or a file browser's own. */
  #isWhole({ path, generation, updatedAt }: ObjectInfo): boolean {
    const hidden = path.slice(path.lastIndexOf("/") + 1).startsWith(".");
    const ageMs = this.#options.now().getTime() - updatedAt.getTime();
    return !hidden && this.#seen.get(path) === generation && Math.abs(ageMs) >= SETTLED_MS;
  }

  async #noted(): Promise<Readonly<Record<string, string>>> {
    try {
      return notesSchema.parse(JSON.parse(await readFile(this.#file, "utf8")));
    } catch {
      // Not there, or not ours: ingesting the same file again makes the same version.
      return {};
    }
  }

  async #note(announced: Readonly<Record<string, string>>): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    const partial = `${this.#file}.${OWNER}`;
    try {
      await writeFile(partial, JSON.stringify(announced));
      await rename(partial, this.#file);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      throw toStoreError(error, "note what was announced in", this.#file);
    }
  }
}
