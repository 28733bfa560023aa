import { availableParallelism, userInfo } from "node:os";
import type { Command } from "commander";
import type { Life } from "../core/life.js";
import { toConfig } from "../functions/config.js";
import { createContext } from "../functions/context.js";
import { readEnv } from "../functions/env.js";

/** Where datasets, runs and models lie, as in the twin. */
export const DEFAULT_STORE = "store";

/** What the commands of a model's life work with. */
export interface LifeHost {
  readonly life: Life;
  /** Who does it, for the records. */
  readonly user: string;
  write(text: string): void;
}

export interface StoreFlag {
  readonly store?: string;
}

/** Adds `--store` to a command of the life. */
export function withStore(command: Command): Command {
  return command.option(
    "--store <folder>",
    `folder with datasets, runs and models (default: GRAMAI_BUCKET, GRAMAI_STORE or "${DEFAULT_STORE}")`,
  );
}

/** The life that flag and environment name. @throws ConfigError */
export async function openLife({ store }: StoreFlag): Promise<LifeHost> {
  const given = readEnv(process.env);
  const env = { GRAMAI_STORE: DEFAULT_STORE, ...given };
  const config = toConfig(
    store === undefined ? env : { ...withoutBucket(env), GRAMAI_STORE: store },
    { cores: availableParallelism() },
  );
  const context = createContext(config);
  return {
    life: await context.life(),
    user: userName(),
    write: (text) => process.stdout.write(text),
  };
}

function withoutBucket<T extends { GRAMAI_BUCKET?: string }>(env: T): Omit<T, "GRAMAI_BUCKET"> {
  const { GRAMAI_BUCKET: _, ...rest } = env;
  return rest;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // Containers run under user ids that have no name.
    return "unknown user";
  }
}

/** Rows as a table with aligned columns. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = header.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return `${[header, ...rows].map(line).join("\n")}\n`;
}
