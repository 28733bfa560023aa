import type { ObjectStore } from "../../core/object-store.js";

const FOLDER = "feedback/";

/** Longer feedback files are no single sentence; their beginning is kept to be rejected. */
const MAX_FEEDBACK_BYTES = 1 << 18;

/** All feedback files from a day on as JSONL, a file a line, in the order of their paths. */
export async function* collectFeedback(
  store: ObjectStore,
  since: string | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const { path, size } of store.list(FOLDER)) {
    const day = path.slice(FOLDER.length).split("/", 1)[0] ?? "";
    if (!path.endsWith(".json") || (since !== undefined && day < since)) continue;
    const chunks: Uint8Array[] = [];
    const end = Math.min(size, MAX_FEEDBACK_BYTES);
    for await (const chunk of store.read(path, { start: 0, end })) chunks.push(chunk);
    // JSON has line ends only between its tokens.
    yield Buffer.from(
      `${Buffer.concat(chunks)
        .toString("utf8")
        .replace(/\s*[\r\n]\s*/g, " ")}\n`,
    );
  }
}
