import { objectStoreContract } from "../../infra/contract/object-store.js";
import { MemoryObjectStore } from "./memory-store.js";

objectStoreContract("the memory of the tests", async () => {
  const objects = new Map();
  return { open: () => new MemoryObjectStore(objects), close: async () => undefined };
});
