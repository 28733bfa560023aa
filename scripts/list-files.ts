import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Folders that are never ours: made by tools, or data. */
const SKIPPED = new Set([
  "node_modules",
  "dist",
  "coverage",
  ".git",
  ".venv",
  ".gramai",
  "__pycache__",
  ".pytest_cache",
]);

/** Every file below `root`, as paths from it with forward slashes, sorted. */
export function listFiles(root: string, folder = ""): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : listFiles(root, path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}
