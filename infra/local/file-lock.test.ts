import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withFileLock } from "./file-lock.js";
import { OWNER } from "./owner.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "file-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("never shows a lock without its owner's name, and leaves nothing behind", async () => {
  const path = join(folder, "locks", "a");
  const seen = new Set<string>();
  let running = 0;
  await Promise.all(
    Array.from({ length: 40 }, () =>
      withFileLock(path, async () => {
        running++;
        expect(running).toBe(1);
        seen.add(readFileSync(path, "utf8"));
        await new Promise(setImmediate);
        running--;
      }),
    ),
  );
  expect([...seen]).toEqual([OWNER]);
  expect(readdirSync(join(folder, "locks"))).toEqual([]);
});

it("takes the lock of a process that is gone, though it left the name that it was about to lock with", async () => {
  const path = join(folder, "a");
  const gone = OWNER.replace(/\d+/, "999999999");
  expect(gone).not.toBe(OWNER);
  writeFileSync(path, gone);
  writeFileSync(`${path}.0b54`, gone);
  expect(await withFileLock(path, async () => readFileSync(path, "utf8"))).toBe(OWNER);
});
