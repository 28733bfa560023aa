import { type DatasetManifest, datasetManifestSchema } from "./dataset-manifest.js";
import { InvalidRequestError } from "./errors.js";
import type { ObjectStore } from "./object-store.js";
import { readIfWhole } from "./stored-json.js";

/** Every dataset version that has a whole manifest, newest first; of one name where it is given. */
export async function listDatasets(store: ObjectStore, name?: string): Promise<DatasetManifest[]> {
  const found: DatasetManifest[] = [];
  for await (const { path } of store.list(name ? `datasets/${name}/` : "datasets/")) {
    if (!/^datasets\/[^/]+\/[^/]+\/manifest\.json$/.test(path)) continue;
    const manifest = await readIfWhole(store, path, datasetManifestSchema);
    if (manifest) found.push(manifest.value);
  }
  return found.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
}

/**
 * The version that a reference means: `name/version`, or the newest of `name`.
 * @throws InvalidRequestError when it is not there; the message says what to do.
 */
export async function resolveDataset(
  store: ObjectStore,
  reference: string,
): Promise<{ name: string; version: string }> {
  const [name = "", version] = reference.split("/");
  const versions = await listDatasets(store, name);
  const found = versions.find((manifest) => version === undefined || manifest.version === version);
  if (found) return { name, version: found.version };
  const there = versions.map((manifest) => manifest.version).join(", ");
  throw new InvalidRequestError(
    version === undefined
      ? `Dataset "${name}" has no version; ingest one first`
      : `Dataset "${name}" has no version ${version}; there are: ${there || "none"}`,
  );
}
