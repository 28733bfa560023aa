import type { z } from "zod";
import { GramaiError } from "./errors.js";
import { ObjectNotFoundError, type ObjectStore, type WriteOptions } from "./object-store.js";

/** A stored JSON object is torn, or not of its schema's shape; the message names path and faults. */
export class StoredJsonError extends GramaiError {
  override readonly name = "StoredJsonError";
  readonly code = "stored_json";
}

/** A stored value with the generation it was read at. */
export interface Stored<T> {
  readonly value: T;
  readonly generation: string;
}

/** All bytes of an object. @throws ObjectNotFoundError */
export async function readBytes(store: ObjectStore, path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.read(path)) chunks.push(chunk);
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/**
 * Reads and checks a JSON object; undefined when nothing is there. The generation is looked up
 * before the bytes are read, so a conditional write over it never undoes a write in between.
 * @throws StoredJsonError
 */
export async function readJson<S extends z.ZodType>(
  store: ObjectStore,
  path: string,
  schema: S,
): Promise<Stored<z.infer<S>> | undefined> {
  const info = await store.stat(path);
  if (!info) return undefined;
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(store, path);
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return undefined;
    throw error;
  }
  return { value: parseStored(bytes, path, schema), generation: info.generation };
}

/** As `readJson`, and undefined too where what is stored is damaged. */
export async function readIfWhole<S extends z.ZodType>(
  store: ObjectStore,
  path: string,
  schema: S,
): Promise<Stored<z.infer<S>> | undefined> {
  try {
    return await readJson(store, path, schema);
  } catch (error) {
    if (error instanceof StoredJsonError) return undefined;
    throw error;
  }
}

function parseStored<S extends z.ZodType>(bytes: Uint8Array, path: string, schema: S): z.infer<S> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new StoredJsonError(`${path} is not whole JSON; write it again`, { cause });
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issues = result.error.issues.map(
    (issue) => `${issue.path.join(".") || "the object"}: ${issue.message}`,
  );
  throw new StoredJsonError(`${path} is not as expected: ${issues.join("; ")}`, { issues });
}

/** Writes a value as indented JSON and returns the new generation. @throws PreconditionFailedError */
export function writeJson(
  store: ObjectStore,
  path: string,
  value: unknown,
  options: Omit<WriteOptions, "contentType"> = {},
): Promise<string> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
  return store.write(path, bytes, { ...options, contentType: "application/json" });
}
