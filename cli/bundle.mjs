// Plain JavaScript: it runs before TypeScript can.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Folders whose sources go into the bundle, and the packages that it is built against. */
const SOURCES = ["cli", "core", "functions", "infra", "package.json", "package-lock.json"];

/** Threads that are started by a file's name beside the bundle. */
const WORKERS = { "onnx-worker": "infra/onnx/worker.ts", "hub-worker": "infra/hub/worker.ts" };

/** Packages of every start, bundled with what they need: a hundred files take longer to find than to run. */
const BUNDLED = [
  "@google-cloud/functions-framework",
  "@huggingface/tokenizers",
  "@opentelemetry/api",
  "pino",
  "prom-client",
  "zod",
];

/** A bundle is an ES module; CommonJS packages in it still use what those have around them. */
const COMMONJS = `import { createRequire as gramaiRequire } from "node:module";
const require = gramaiRequire(import.meta.url);`;

/** Bundles that are left when another is built: older ones may still run. */
const KEPT = 4;

/**
 * The local twin as JavaScript in few files, which start several times as fast as the sources: built
 * once for each state of the sources, into `node_modules/.cache/gramai`. Packages that not every start
 * needs stay where they are.
 * @param {string} root of the package.
 * @returns {Promise<string>} the file to import.
 */
export async function bundleTwin(root) {
  const cache = join(root, "node_modules", ".cache", "gramai");
  const state = fingerprint(root);
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
    external: externalPackages(root),
    banner: { js: COMMONJS },
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

/** @returns {string[]} what stays a package of its own. */
function externalPackages(root) {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  return Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !BUNDLED.includes(name),
  );
}

/**
 * Names, sizes and times of the sources: reading them all would cost more than it tells. Synchronous,
 * since hundreds of small answers cost more to wait for than to get.
 */
function fingerprint(root) {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const path of filesBelow(join(root, source))) {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${path} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest("hex").slice(0, 16);
}

/** @returns {string[]} a file itself, or the TypeScript files of a folder. */
function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
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
