import { createHash } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { modelFolder } from "../../core/aliases.js";
import { ModelError } from "../../core/errors.js";
import { type Manifest, manifestSchema } from "../../core/manifest.js";
import { ObjectNotFoundError, type ObjectStore } from "../../core/object-store.js";
import { readJson, StoredJsonError, writeJson } from "../../core/stored-json.js";
import { FolderObjectStore } from "../local/object-store.js";
import { isOwnerRunning, OWNER } from "../local/owner.js";

/** How the folder of a copy under way is named, before its owner. */
const PARTIAL = "partial.";

/**
 * Copies a model version from a store into `cache/<model>/<version>` and returns that folder; a
 * copy that is there already is taken as it is (whoever loads it checks its hashes).
 * @throws ModelError when the version is missing, damaged, or another than its path says.
 * @throws StoreUnavailableError
 */
export async function fetchModelVersion(
  store: ObjectStore,
  model: string,
  version: string,
  cache: string,
): Promise<string> {
  const folder = join(cache, model, version);
  if (await stat(join(folder, "manifest.json")).catch(() => undefined)) return folder;
  const source = modelFolder(model, version);
  const manifest = await readManifest(store, source, version);
  await sweep(join(cache, model));
  const partial = join(cache, model, `${PARTIAL}${OWNER}.${crypto.randomUUID()}`);
  await mkdir(partial, { recursive: true });
  try {
    for (const [name, expected] of Object.entries(manifest.files)) {
      await copy(store, `${source}/${name}`, join(partial, name), expected);
    }
    await writeJson(new FolderObjectStore(partial), "manifest.json", manifest);
    await rename(partial, folder).catch(async (error: unknown) => {
      // Another process has put the same version there meanwhile.
      if (!(await stat(join(folder, "manifest.json")).catch(() => undefined))) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return folder;
}

/** Removes what killed processes had half copied. */
async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const left = names.filter(
    (name) => name.startsWith(PARTIAL) && !isOwnerRunning(name.slice(PARTIAL.length)),
  );
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** Removes a copy, so that the next fetch reads the store again. */
export async function dropModelVersion(
  model: string,
  version: string,
  cache: string,
): Promise<void> {
  await rm(join(cache, model, version), { recursive: true, force: true });
}

async function readManifest(
  store: ObjectStore,
  source: string,
  version: string,
): Promise<Manifest> {
  const path = `${source}/manifest.json`;
  const manifest = await readJson(store, path, manifestSchema).catch((error: unknown) => {
    throw error instanceof StoredJsonError
      ? new ModelError(error.message, { cause: error })
      : error;
  });
  if (!manifest) throw new ModelError(`No model at ${path}; train or export it again`);
  if (manifest.value.version === version) return manifest.value;
  throw new ModelError(
    `Model manifest ${path} is of version ${manifest.value.version}, expected ${version}`,
  );
}

async function copy(
  store: ObjectStore,
  from: string,
  to: string,
  expected: { readonly bytes: number; readonly sha256: string },
): Promise<void> {
  const hash = createHash("sha256");
  const file = await open(to, "wx");
  try {
    let total = 0;
    for await (const chunk of store.read(from)) {
      hash.update(chunk);
      total += chunk.byteLength;
      if (total > expected.bytes) break;
      await file.writeFile(chunk);
    }
  } catch (error) {
    if (!(error instanceof ObjectNotFoundError)) throw error;
    throw new ModelError(`Missing model file ${from}; train or export the model again`);
  } finally {
    await file.close();
  }
  if (hash.digest("hex") !== expected.sha256) {
    throw new ModelError(
      `Damaged model file ${from}: its sha256 is not the manifest's; restore it or roll back`,
    );
  }
}
