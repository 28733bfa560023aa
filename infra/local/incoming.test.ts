import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { IncomingWatch } from "./incoming.js";
import { FolderObjectStore } from "./object-store.js";
import { FolderTopic } from "./topic.js";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "gramai-incoming-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

const HOUR_MS = 3_600_000;

/** A watch, by default of a process whose clock is an hour ahead of the files'. */
const watch = (now = () => new Date(Date.now() + HOUR_MS)) =>
  new IncomingWatch({
    root,
    store: new FolderObjectStore(root),
    topic: new FolderTopic(root, "ingest-requests"),
    bucket: "local",
    now,
  });

function drop(path: string, text = "input,target\n"): string {
  const file = join(root, "incoming", path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe("files dropped under incoming/", () => {
  it("are announced once each, in the form of Cloud Storage's notifications", async () => {
    drop("pairs/a.csv");
    drop("pairs/more/b.csv");
    const incoming = watch();
    expect(await incoming.look()).toEqual([]);
    expect(await incoming.look()).toEqual(["incoming/pairs/a.csv", "incoming/pairs/more/b.csv"]);
    expect(await incoming.look()).toEqual([]);
    const messages = await new FolderTopic(root, "ingest-requests").pull(9);
    const seen = messages.map(({ attributes }) => attributes);
    expect(seen).toHaveLength(2);
    for (const objectId of ["incoming/pairs/a.csv", "incoming/pairs/more/b.csv"]) {
      expect(seen).toContainEqual({ eventType: "OBJECT_FINALIZE", bucketId: "local", objectId });
    }
  });

  it("are not announced again by the next process, but when they change", async () => {
    const file = drop("pairs/a.csv");
    const [first, second] = [watch(), watch()];
    await first.look();
    await first.look();
    await second.look();
    expect(await second.look()).toEqual([]);
    appendFileSync(file, "He have,He has\n");
    utimesSync(file, new Date(), new Date(Date.now() - 60_000));
    await second.look();
    expect(await second.look()).toEqual(["incoming/pairs/a.csv"]);
  });

  it("wait while they grow", async () => {
    const file = drop("pairs/a.csv");
    const incoming = watch();
    for (let look = 0; look < 3; look++) {
      appendFileSync(file, "a,b\n");
      expect(await incoming.look()).toEqual([]);
    }
  });

  it.each([
    { name: "written to this moment", path: "pairs/a.csv", ageMs: 0 },
    { name: "that are hidden", path: "pairs/.a.csv.part", ageMs: HOUR_MS },
  ])("wait: those $name", async ({ path, ageMs }) => {
    const file = drop(path);
    const incoming = watch(() => new Date(statSync(file).mtimeMs + ageMs));
    for (let look = 0; look < 3; look++) expect(await incoming.look()).toEqual([]);
  });

  it("are nothing to do without the folder", async () => {
    expect(await watch().look()).toEqual([]);
  });
});
