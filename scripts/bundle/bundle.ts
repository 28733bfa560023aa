import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { buildPage } from "../../infra/local/page.js";
import type { FunctionBundle } from "./functions.js";
import { vendor } from "./vendor.js";

/** Left out of the bundle: native code, and the framework, which must be the platform's own copy. */
const FRAMEWORK = "@google-cloud/functions-framework";
const RUNTIME = "onnxruntime-node";
/** Half a gigabyte for checkpoints from the hub, which are for laptops: not deployed. */
const HUB = "@huggingface/transformers";

/**
 * What the platform imports. By this name the framework takes it for an ES module at once; for
 * `.js` it first loads a package that reads package.json, which takes 30 ms of every start.
 */
const MAIN = "index.mjs";

/** Our bundles are ES modules; CommonJS packages inside them still use what those have around them. */
const COMMONJS = `import { createRequire as gramaiRequire } from "node:module";
const require = gramaiRequire(import.meta.url);
const __filename = import.meta.filename;
const __dirname = import.meta.dirname;`;

/**
 * Writes a function's source as the platform takes it: one folder that runs where it lies, without
 * an install. @returns The packages vendored beside the bundle.
 */
export async function bundleFunction(
  root: string,
  out: string,
  { name, entry = `functions/${name}.ts`, model, page, files }: FunctionBundle,
): Promise<readonly string[]> {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: {
      index: join(root, entry),
      // The name that the pool of infra/onnx looks for beside the bundle.
      ...(model && { "onnx-worker": join(root, "infra/onnx/worker.ts") }),
    },
    outdir: out,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: [FRAMEWORK, RUNTIME, HUB, "esbuild"],
    banner: { js: COMMONJS },
    // Clients that are imported when first used stay files of their own, so a start does not read them;
    // beside the rest, because worker threads are looked for beside the code that starts them.
    splitting: true,
    chunkNames: "[name]-[hash]",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "warning",
  });
  renameSync(join(out, "index.js"), join(out, MAIN));
  for (const path of files) cpSync(join(root, path), join(out, path), { recursive: true });
  if (page) await writePage(join(out, "web"));
  const embedded = join(root, "models/embedded");
  if (model && existsSync(embedded)) {
    cpSync(embedded, join(out, "models/embedded"), { recursive: true });
  }
  const packages = [FRAMEWORK, ...(model ? [RUNTIME] : [])];
  const vendored = vendor(root, out, packages);
  writePackage(root, out, name, packages);
  return vendored;
}

async function writePage(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [name, body] of await buildPage()) writeFileSync(join(folder, name), body);
}

/** The main module is where the platform looks; the versions are those vendored. */
function writePackage(root: string, out: string, name: string, packages: readonly string[]): void {
  const { version, license, dependencies } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const manifest = {
    name: `gramai-${name}`,
    version,
    license,
    private: true,
    type: "module",
    main: MAIN,
    engines: { node: "24.x" },
    dependencies: Object.fromEntries(packages.map((used) => [used, dependencies[used]])),
  };
  writeFileSync(join(out, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
