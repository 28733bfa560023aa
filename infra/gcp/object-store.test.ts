import { Storage } from "@google-cloud/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PreconditionFailedError, StoreUnavailableError } from "../../core/object-store.js";
import { objectStoreContract } from "../contract/object-store.js";
import type { FakeObject } from "../fake-gcp/bucket.js";
import { crc32c } from "../fake-gcp/crc32c.js";
import { type FakeStorage, startFakeStorage } from "../fake-gcp/storage.js";
import { GcsObjectStore } from "./object-store.js";

const BUCKET = "gramai-test";

function open(fake: FakeStorage, retry = true): GcsObjectStore {
  const storage = new Storage({
    projectId: "test",
    apiEndpoint: fake.endpoint,
    retryOptions: { autoRetry: retry },
  });
  // Small pages, so that listings have several.
  return new GcsObjectStore(storage.bucket(BUCKET), 7);
}

objectStoreContract("a bucket behind the official client", async () => {
  const fake = await startFakeStorage(BUCKET);
  return { open: () => open(fake), close: () => fake.close() };
});

describe("a bucket with faults", () => {
  let fake: FakeStorage;
  beforeAll(async () => {
    fake = await startFakeStorage(BUCKET);
  });
  afterAll(() => fake.close());

  it("knows the check value of CRC-32C", () => {
    expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
  });

  it("writes large bytes by a resumable upload and reads them back checked", async () => {
    const store = open(fake);
    const bytes = new Uint8Array(9 << 20).map((_, i) => i % 251);
    await store.write("large", bytes, { ifGeneration: "absent" });
    const chunks: Uint8Array[] = [];
    for await (const chunk of store.read("large")) chunks.push(chunk);
    expect(Buffer.compare(Buffer.concat(chunks), bytes)).toBe(0);
    await expect(store.write("large", bytes, { ifGeneration: "absent" })).rejects.toThrow(
      PreconditionFailedError,
    );
  });

  it("calls an outage a passing fault", async () => {
    const store = open(fake, false);
    fake.faults.push({ status: 503 });
    await expect(store.stat("any")).rejects.toThrow(StoreUnavailableError);
    fake.faults.push({ status: 503 });
    const write = store.write("any", new Uint8Array(1), { ifGeneration: "absent" });
    await expect(write).rejects.toThrow(StoreUnavailableError);
    expect(await store.stat("any")).toBeUndefined();
  });

  it("says which role is missing", async () => {
    fake.faults.push({ status: 403 });
    await expect(open(fake, false).stat("any")).rejects.toThrow(
      "grant it roles/storage.objectUser",
    );
  });

  it("notices an object that was damaged on its way", async () => {
    const store = open(fake, false);
    await store.write("damaged", new TextEncoder().encode("whole"));
    (fake.bucket.get("damaged") as FakeObject).bytes.write("w0", 0);
    await expect(async () => {
      for await (const chunk of store.read("damaged")) expect(chunk).toBeDefined();
    }).rejects.toThrow(StoreUnavailableError);
  });
});
