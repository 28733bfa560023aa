// npm run licences: writes docs/licences.md. Licences of Python packages come from the metadata of the
// environment in GRAMAI_PYTHON (default: the trainer's own); what is not installed there keeps its line.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { licencePage, npmPackages, pythonPackages, readPage } from "./licences/page.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const path = join(root, "docs", "licences.md");
const python = process.env.GRAMAI_PYTHON ?? join(root, "training-job/.venv/bin/python");
const script = `
import importlib.metadata as m, json
def licence(d):
    text = d.metadata.get("License-Expression") or d.metadata.get("License") or ""
    kinds = [c.split("::")[-1].strip() for c in d.metadata.get_all("Classifier", []) if c.startswith("License ::")]
    return text if 0 < len(text) < 60 else " AND ".join(kinds)
print(json.dumps({d.metadata["Name"].lower().replace("_", "-"): licence(d) for d in m.distributions()}))`;
const { stdout } = spawnSync(python, ["-c", script], { encoding: "utf8" });
const installed: Record<string, string> = stdout ? JSON.parse(stdout) : {};
const known = existsSync(path) ? readPage(readFileSync(path, "utf8")).python : {};

writeFileSync(
  path,
  licencePage(
    npmPackages(root),
    Object.fromEntries(
      pythonPackages(root).map((name) => [
        name,
        named(installed[name]) ?? known[name] ?? "unknown",
      ]),
    ),
  ),
);

function named(licence: string | undefined): string | undefined {
  return licence && licence !== "UNKNOWN" ? licence : undefined;
}
