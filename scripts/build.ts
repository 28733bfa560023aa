// npm run build [-- NAME...]: writes each function's source, ready to deploy, to dist/<name>.
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleFunction } from "./bundle/bundle.js";
import { FUNCTIONS } from "./bundle/functions.js";
import { listTree } from "./bundle/tree.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !FUNCTIONS.some((known) => known.name === name));
if (unknown.length > 0) {
  console.error(
    `Expected names out of ${FUNCTIONS.map(({ name }) => name).join(", ")}, got ${unknown.join(", ")}`,
  );
  process.exit(1);
}

for (const bundle of FUNCTIONS) {
  if (wanted.length > 0 && !wanted.includes(bundle.name)) continue;
  const out = join(root, "dist", bundle.name);
  const vendored = await bundleFunction(root, out, bundle);
  const bytes = listTree(out).reduce((sum, file) => sum + statSync(join(out, file)).size, 0);
  const size = `${(bytes / 1e6).toFixed(1)} MB of at most ${bundle.maxBytes / 1e6}`;
  console.log(`Built dist/${bundle.name}: ${size}, ${vendored.length} packages beside the bundle`);
  if (bytes > bundle.maxBytes) {
    console.error(
      `dist/${bundle.name} is too large; see what grew with: du -a dist/${bundle.name}`,
    );
    process.exitCode = 1;
  }
}
