import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { RESERVED_PART } from "../../core/object-path.js";
import { isMissing, toStoreError } from "./store-errors.js";

/**
 * Paths of the files under `folder` ("" or ending in "/") that start with `prefix`, in the order of
 * their UTF-8 bytes; one folder's names are held at a time.
 */
export async function* walk(root: string, folder: string, prefix: string): AsyncIterable<string> {
  for (const path of await children(root, folder)) {
    if (path.endsWith("/")) {
      if (path.startsWith(prefix) || prefix.startsWith(path)) yield* walk(root, path, prefix);
    } else if (path.startsWith(prefix)) yield path;
  }
}

/** Files and folders (ending in "/") directly inside; none when the folder is not there. */
async function children(root: string, folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    return entries
      .filter((entry) => folder !== "" || entry.name !== RESERVED_PART)
      .filter((entry) => entry.isDirectory() || entry.isFile())
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? "/" : ""}`)
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  } catch (error) {
    if (isMissing(error)) return [];
    throw toStoreError(error, "list", folder);
  }
}
