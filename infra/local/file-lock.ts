import { randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StoreUnavailableError } from "../../core/object-store.js";
import { isOwnerRunning, OWNER } from "./owner.js";

/** A lock guards a stat and a rename, a matter of milliseconds: an older one belongs to nobody. */
const STALE_MS = 30_000;
const WAIT_MS = 15_000;

/**
 * Runs `work` while no other process runs work under the same lock file.
 * A process that was killed while it held the lock does not block the others.
 * @throws StoreUnavailableError when the lock stays taken.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await acquire(path);
  try {
    return await work();
  } finally {
    await unlink(path).catch(() => undefined);
  }
}

async function acquire(path: string): Promise<void> {
  const deadline = performance.now() + WAIT_MS;
  while (!(await tryCreate(path))) {
    if (await isStale(path)) await removeStale(path);
    else if (performance.now() > deadline) {
      throw new StoreUnavailableError(
        `Another process has held ${path} for ${WAIT_MS / 1000} s; try again, or stop that process`,
      );
    } else await sleep(1 + Math.random() * 10);
  }
}

/** The lock appears with its owner's name in it (a hard link to a file that has it), so that a kill leaves none without. */
async function tryCreate(path: string): Promise<boolean> {
  const own = `${path}.${randomUUID()}`;
  try {
    await writeOwner(own);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await mkdir(dirname(path), { recursive: true });
    return tryCreate(path);
  }
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    await unlink(own).catch(() => undefined);
  }
}

async function writeOwner(path: string): Promise<void> {
  const file = await open(path, "wx");
  try {
    // On a full disk the lock stays without a name: what frees space needs it too.
    await file.write(OWNER).catch(ignoreFullDisk);
  } finally {
    await file.close();
  }
}

function ignoreFullDisk(error: unknown): void {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ENOSPC" && code !== "EDQUOT") throw error;
}

async function isStale(path: string): Promise<boolean> {
  try {
    const [owner, { mtimeMs }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
    // Also where the clock was set back.
    if (Math.abs(Date.now() - mtimeMs) > STALE_MS) return true;
    // Empty: its owner had no room to write.
    return owner !== "" && !isOwnerRunning(owner);
  } catch {
    return false;
  }
}

/** Only the holder of `<path>.steal` removes another's lock, so nobody removes one taken meanwhile. */
async function removeStale(path: string): Promise<void> {
  const steal = `${path}.steal`;
  if (!(await tryCreate(steal))) {
    if (await isStale(steal)) await unlink(steal).catch(() => undefined);
    await sleep(1 + Math.random() * 10);
    return;
  }
  try {
    if (await isStale(path)) await unlink(path).catch(() => undefined);
  } finally {
    await unlink(steal).catch(() => undefined);
  }
}
