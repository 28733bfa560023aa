import { createHash } from "node:crypto";
import { rejectedRows, type Statistics } from "../../core/ingest/statistics.js";
import type { ObjectStore } from "../../core/object-store.js";
import type { WrittenObject } from "./gzip-object.js";

/** Puts gzip objects one after another, which is a gzip object again (RFC 1952). */
export async function joinRejected(
  paths: readonly string[],
  to: string,
  statistics: Statistics,
  store: ObjectStore,
): Promise<WrittenObject> {
  const hash = createHash("sha256");
  let bytes = 0;
  async function* all() {
    for (const path of paths) {
      for await (const chunk of store.read(path)) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        yield chunk;
      }
    }
  }
  await store.write(to, all(), { contentType: "application/gzip" });
  return { bytes, sha256: hash.digest("hex"), rows: rejectedRows(statistics) };
}
