// Writes the deployable source of the function `correct` to dist/correct: our code in bundles,
// packages left to `npm ci --omit=dev` on the platform.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildScript, STATIC_FILES } from "../infra/local/page.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "dist", "correct");

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "web"), { recursive: true });

await build({
  entryPoints: {
    index: join(root, "functions/correct.ts"),
    // Names that the pools of infra/ look for beside the bundle.
    "onnx-worker": join(root, "infra/onnx/worker.ts"),
    "hub-worker": join(root, "infra/hub/worker.ts"),
  },
  outdir: out,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
});

for (const name of STATIC_FILES) cpSync(join(root, "web", name), join(out, "web", name));
writeFileSync(join(out, "web", "main.js"), await buildScript());
const model = join(root, "models/embedded");
if (existsSync(model)) cpSync(model, join(out, "models/embedded"), { recursive: true });
for (const name of ["package-lock.json", ".npmrc"]) cpSync(join(root, name), join(out, name));
writePackage();
console.log("Built dist/correct");

/** Our package.json with the bundle as its main module, which is where the platform looks. */
function writePackage(): void {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { bin: _bin, scripts: _scripts, ...kept } = manifest;
  writeFileSync(
    join(out, "package.json"),
    `${JSON.stringify({ ...kept, main: "index.js" }, null, 2)}\n`,
  );
}
