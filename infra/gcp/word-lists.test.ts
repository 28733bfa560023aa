import { Storage } from "@google-cloud/storage";
import { wordListsContract } from "../contract/word-lists.js";
import { startFakeStorage } from "../fake-gcp/storage.js";
import { GcsObjectStore } from "./object-store.js";

const BUCKET = "gramai-test";

wordListsContract("a bucket behind the official client", async () => {
  const fake = await startFakeStorage(BUCKET);
  const storage = new Storage({ projectId: "test", apiEndpoint: fake.endpoint });
  return {
    open: () => new GcsObjectStore(storage.bucket(BUCKET)),
    close: () => fake.close(),
  };
});
