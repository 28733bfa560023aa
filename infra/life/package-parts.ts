import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Life } from "../../core/life.js";
import { packagePath } from "../local/package-root.js";

/** Files of our package that a life reads. */
export interface PackageFiles {
  /** Folder of the model that comes with the product. */
  readonly embedded: string;
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

export function packageFiles(): PackageFiles {
  return {
    embedded: packagePath("models/embedded"),
    regressions: packagePath("core/testdata/regressions.jsonl"),
  };
}
