// Counts up an object for ever, by conditional writes: increment.ts FOLDER PATH. Prints each number.
import { PreconditionFailedError } from "../../../core/object-store.js";
import { FolderObjectStore } from "../object-store.js";

const [folder = "", path = ""] = process.argv.slice(2);
const store = new FolderObjectStore(folder);

for (;;) {
  const info = await store.stat(path);
  let text = "0";
  if (info) {
    text = "";
    for await (const chunk of store.read(path)) text += new TextDecoder().decode(chunk);
  }
  const next = Number(text) + 1;
  try {
    await store.write(path, new TextEncoder().encode(String(next)), {
      ifGeneration: info?.generation ?? "absent",
    });
    console.log(next);
  } catch (error) {
    if (!(error instanceof PreconditionFailedError)) throw error;
  }
}
