import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** What `new Worker` needs to run one of our modules. */
export interface WorkerEntry {
  readonly url: URL;
  /** Node flags of the thread. */
  readonly execArgv: readonly string[];
}

/**
 * The worker module that belongs to the module at `from` (its `import.meta.url`). In development
 * both are TypeScript, and the thread needs tsx to read it; in a bundle the build writes the worker
 * as a second entry, `bundled`, beside the first.
 * @param source path of the TypeScript module, relative to `from`.
 */
export function workerEntry(from: string, source: string, bundled: string): WorkerEntry {
  if (!from.endsWith(".ts")) return { url: new URL(bundled, from), execArgv: [] };
  const tsx = pathToFileURL(createRequire(from).resolve("tsx")).href;
  return { url: new URL(source, from), execArgv: ["--import", tsx] };
}
