import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/**
 * The address to start a worker thread from: the worker module that belongs to the module at `from`
 * (its `import.meta.url`). In a bundle the build writes the worker as a second entry, `bundled`,
 * beside the first. In development both are TypeScript, and the thread registers tsx for itself:
 * threads do not inherit it, and `--import tsx` does nothing in a thread whose process has it.
 * @param source path of the TypeScript module, relative to `from`.
 */
export function workerEntry(from: string, source: string, bundled: string): URL {
  if (!from.endsWith(".ts")) return new URL(bundled, from);
  // The ES module by its file: `require.resolve("tsx/esm/api")` gives the CommonJS one, which looks
  // for its loader in the wrong folder when imported (tsx 4.23.15).
  const tsx = new URL(
    "./dist/esm/api/index.mjs",
    pathToFileURL(createRequire(from).resolve("tsx/package.json")),
  ).href;
  const module = new URL(source, from).href;
  const code = `import { register } from ${JSON.stringify(tsx)};
register();
await import(${JSON.stringify(module)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}
