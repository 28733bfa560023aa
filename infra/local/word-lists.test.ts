import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wordListsContract } from "../contract/word-lists.js";
import { FolderObjectStore } from "./object-store.js";

wordListsContract("a folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gramai-words-"));
  return {
    open: () => new FolderObjectStore(folder),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
});
