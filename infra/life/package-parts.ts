import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Life } from "../../core/life.js";
import { RESERVED_PART } from "../../core/object-path.js";
import { packagePath } from "../local/package-root.js";

/** Folders and files of this machine that a life uses. */
export interface LifeFiles {
  /** Folder for copies of model versions. */
  readonly cache: string;
  /** Folder of the model that serves until a version is promoted. */
  readonly base: string;
  /** JSON lines of `source` and its right `targets`. */
  readonly regressions: string;
}

/** How long a delivery waits for another one that submits the same run. */
const WAIT_MS = 20_000;

/** What is the same in the cloud and on a laptop: configuration files, the clock. */
export function packageParts(): Pick<Life, "readConfig" | "now" | "sleep" | "waitMs"> {
  return {
    readConfig: async (name) => {
      try {
        return await readFile(packagePath(`configs/${name}.yaml`), "utf8");
      } catch {
        return undefined;
      }
    },
    now: () => new Date(),
    sleep: async (ms) => {
      await sleep(ms);
    },
    waitMs: WAIT_MS,
  };
}

/** @param root the store's folder, where the store is one. */
export function lifeFiles(base: string, root?: string): LifeFiles {
  const cache = root ? join(root, RESERVED_PART, "models") : join(tmpdir(), "gramai-models");
  return { cache, base, regressions: packagePath("core/testdata/regressions.jsonl") };
}
