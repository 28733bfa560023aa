// Plain JavaScript: it runs before TypeScript can.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Folders whose sources go into the bundle, the lock file for the packages it is built against. */
const SOURCES = ["cli", "core", "functions", "infra", "package-lock.json"];

/** Threads that are started by a file's name beside the bundle. */
const WORKERS = { "onnx-worker": "infra/onnx/worker.ts", "hub-worker": "infra/hub/worker.ts" };

/** Bundles that are left when another is built: older ones may still run. */
const KEPT = 4;

/**
 * The local twin as JavaScript in few files, which start several times as fast as the sources: built
 * once for each state of the sources, into `node_modules/.cache/gramai`. Packages stay where they are.
 * @param {string} root of the package.
 * @returns {Promise<string>} the file to import.
 */
export async function bundleTwin(root) {
  const cache = join(root, "node_modules", ".cache", "gramai");
  const state = await fingerprint(root);
  const folder = join(cache, state);
  const entry = join(folder, "twin.js");
  if (existsSync(entry)) return entry;
  const { build } = await import("esbuild");
  const partial = join(cache, `${state}.${process.pid}`);
  const workers = Object.entries(WORKERS).map(([name, path]) => [name, join(root, path)]);
  await build({
    entryPoints: { twin: join(root, "cli/twin-start.ts"), ...Object.fromEntries(workers) },
    outdir: partial,
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  });
  await removeOlder(cache, partial);
  // Another start may have put the same there meanwhile.
  await rename(partial, folder).catch((error) => {
    if (!existsSync(entry)) throw error;
  });
  return entry;
}

/** Names, sizes and times of the sources: reading them all would cost more than it tells. */
async function fingerprint(root) {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const path of await filesBelow(join(root, source))) {
      const { size, mtimeMs } = await stat(path);
      hash.update(`${path} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest("hex").slice(0, 16);
}

/** @returns {Promise<string[]>} a file itself, or the TypeScript files of a folder. */
async function filesBelow(path) {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .toSorted();
}

async function removeOlder(cache, partial) {
  await mkdir(cache, { recursive: true });
  const folders = (await readdir(cache)).map((name) => join(cache, name));
  const aged = await Promise.all(
    folders.map(async (folder) => [(await stat(folder)).mtimeMs, folder]),
  );
  const older = aged.toSorted(([a], [b]) => b - a).slice(KEPT);
  for (const [, folder] of older) {
    if (folder !== partial) await rm(folder, { recursive: true, force: true });
  }
}
