import { UnavailableError } from "../../core/errors.js";
import type { ObjectStore } from "../../core/object-store.js";

/**
 * Makes sure that a source file is still the one whose hash was taken.
 * @throws UnavailableError when it is not.
 */
export async function checkUnchanged(
  path: string,
  generation: string,
  store: ObjectStore,
): Promise<void> {
  if ((await store.stat(path))?.generation === generation) return;
  throw new UnavailableError(`${path} changed while it was read; ingest it again`);
}
