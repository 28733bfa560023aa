import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeFeedback } from "../feedback-dataset.js";
import { readManifest } from "../ingest/finish.js";
import { createIngest } from "../ingest/ingest.js";
import { createLog } from "../log.js";
import { type Bench, openBench, toDeps } from "./ingest-util.js";

const lines: string[] = [];
const log = createLog({ level: "info" }, { write: (line) => void lines.push(line) });

let bench: Bench;
beforeEach(async () => {
  lines.length = 0;
  bench = await openBench();
});
afterEach(() => bench.close());

const take = () => takeFeedback(createIngest(toDeps(bench.store)), log);

async function write(day: string, id: string, text: string, accepted: boolean): Promise<void> {
  const edits = [{ start: 3, end: 7, replacement: "has", accepted }];
  const bytes = Buffer.from(JSON.stringify({ schema: 1, text, edits }));
  await bench.store.write(`feedback/${day}/${id}.json`, bytes);
}

describe("feedback for a run", () => {
  it("is a version of all there is: the same for the same feedback, another for more", async () => {
    await write("2026-11-20", "a", "He have a car at home.", true);
    await write("2026-11-21", "b", "We have an old house here.", false);
    const first = await take();
    expect(first).toMatchObject({ name: "feedback" });
    expect(await take()).toEqual(first);
    await write("2026-11-27", "c", "It have three rooms now.", true);
    const second = await take();
    expect(second?.version).not.toBe(first?.version);
    const manifest = await readManifest(bench.store, "feedback", second?.version ?? "");
    expect(manifest?.counts).toMatchObject({ taken: 3, rejected: 0 });
  });

  it.each([
    { name: "there is none", files: {} },
    { name: "none of it can be read", files: { "feedback/2026-11-20/a.json": "{" } },
  ])("is left out, with the reason in the log, where $name", async ({ files }) => {
    for (const [path, text] of Object.entries(files)) {
      await bench.store.write(path, Buffer.from(text));
    }
    expect(await take()).toBeUndefined();
    expect(lines.join("")).toContain("no feedback to train on");
  });
});
