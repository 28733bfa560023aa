import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Every file below `folder`, as paths from it with forward slashes, sorted. */
export function listTree(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => path.slice(folder.length + 1).replaceAll("\\", "/"))
    .sort();
}
