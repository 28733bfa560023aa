import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Clock } from "./contender.js";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const MODEL = join(ROOT, "models/embedded");

/** What a run is asked to do; help and defaults in `bench/speed.ts`. */
export interface Settings {
  readonly data: string | undefined;
  /** Python with bench/peers/requirements.txt; without it its peers are left out. */
  readonly python: string | undefined;
  readonly clock: Clock;
  readonly sentences: number;
  readonly memorySentences: number;
  /** Put the tables into the documents. */
  readonly docs: boolean;
}

/** @throws Error saying what was expected. */
export function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string" },
      python: { type: "string" },
      clock: { type: "string", default: "wall" },
      sentences: { type: "string", default: "96" },
      "memory-sentences": { type: "string", default: "2000" },
      docs: { type: "boolean", default: false },
    },
  });
  if (values.clock !== "wall" && values.clock !== "processor") {
    throw new Error(`Expected --clock to be wall or processor, got "${values.clock}"`);
  }
  return {
    data: values.data,
    python: values.python,
    clock: values.clock,
    sentences: toCount("--sentences", values.sentences),
    memorySentences: toCount("--memory-sentences", values["memory-sentences"]),
    docs: values.docs,
  };
}

function toCount(name: string, value: string): number {
  const count = Number(value);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new Error(`Expected ${name} to be a whole number of at least 1, got "${value}"`);
}

/** Whether `npm ci --prefix bench` has been run. */
export function hasNodePeers(): boolean {
  return existsSync(join(ROOT, "bench/node_modules/harper.js"));
}

/** The folder that the peers of our weights load, made on the first run (about a minute). */
export function peersFolder(python: string): string {
  const folder = join(ROOT, "bench/.peers");
  if (!existsSync(join(folder, "ctranslate2/model.bin"))) {
    const script = join(ROOT, "bench/peers/prepare.py");
    const checkpoint = join(ROOT, "models/checkpoints/released");
    execFileSync(python, [script, "--checkpoint", checkpoint, "--out", folder], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  return folder;
}

export function log(message: string): void {
  console.error(message);
}
