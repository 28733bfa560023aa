import { datasetManifestPath } from "../../core/dataset-manifest.js";
import {
  type ObjectInfo,
  type ObjectStore,
  PreconditionFailedError,
} from "../../core/object-store.js";
import { STAGING } from "./deps.js";

/** No ingestion runs this long: what is older belongs to one that was killed. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** Deletes everything under a prefix, `last` after the rest. */
export async function removeFolder(
  store: ObjectStore,
  prefix: string,
  last?: string,
): Promise<void> {
  for await (const { path } of store.list(prefix)) {
    if (path !== last) await store.delete(path);
  }
  if (last !== undefined) await store.delete(last);
}

/** Removes what killed ingestions of a dataset left: staging files, and versions without manifest. */
export async function sweep(store: ObjectStore, name: string, now: Date): Promise<void> {
  const abandoned = ({ updatedAt }: { updatedAt: Date }) =>
    now.getTime() - updatedAt.getTime() > ABANDONED_MS;
  for await (const object of store.list(`${STAGING}${name}/`)) {
    if (abandoned(object)) await removeUnchanged(store, object);
  }
  const folder = `datasets/${name}/`;
  const whole = new Map<string, boolean>();
  for await (const object of store.list(folder)) {
    const version = object.path.slice(folder.length).split("/", 1)[0] ?? "";
    if (!abandoned(object)) continue;
    if (!whole.has(version)) {
      const manifest = await store.stat(datasetManifestPath(name, version));
      whole.set(version, manifest !== undefined);
    }
    if (!whole.get(version)) await removeUnchanged(store, object);
  }
}

/** Leaves an object alone that somebody is writing anew. */
async function removeUnchanged(store: ObjectStore, object: ObjectInfo): Promise<void> {
  try {
    await store.delete(object.path, { ifGeneration: object.generation });
  } catch (error) {
    if (!(error instanceof PreconditionFailedError)) throw error;
  }
}
