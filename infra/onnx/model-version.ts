import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ModelError } from "../../core/errors.js";
import { type Manifest, manifestSchema } from "../../core/manifest.js";

/**
 * Reads a model version's manifest and checks every file against it.
 * @throws ModelError naming the file and what to do.
 */
export async function readModelVersion(modelDir: string): Promise<Manifest> {
  const manifest = await readManifest(modelDir);
  for (const [name, expected] of Object.entries(manifest.files)) {
    const path = join(modelDir, name);
    const sha256 = await hashFile(path);
    if (sha256 === undefined) {
      throw new ModelError(`Missing model file ${path}; ${REMEDY}`);
    }
    if (sha256 !== expected.sha256) {
      throw new ModelError(
        `Damaged model file ${path}: its sha256 is not the manifest's; ${REMEDY}`,
      );
    }
  }
  return manifest;
}

const REMEDY = "copy the whole model version again, or export it again with training-job/export.py";

async function readManifest(modelDir: string): Promise<Manifest> {
  const path = join(modelDir, "manifest.json");
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new ModelError(`No model at ${path}: cannot read it; ${REMEDY}`, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ModelError(`Damaged model file ${path}: not JSON; ${REMEDY}`, { cause });
  }
  const result = manifestSchema.safeParse(json);
  if (!result.success) {
    const issues = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new ModelError(
      `Model manifest ${path} is not understood (${issues.join("; ")}); ${REMEDY}`,
      {
        issues,
        cause: result.error,
      },
    );
  }
  return result.data;
}

/** Hex sha256 of a file; undefined when it cannot be read. */
async function hashFile(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  } catch {
    return undefined;
  }
  return hash.digest("hex");
}
