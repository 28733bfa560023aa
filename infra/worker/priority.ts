import { readlinkSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import { basename } from "node:path";

/**
 * Niceness of threads that compute: a third of the weight of the others. The kernel then lets a
 * thread that wakes go first, and where other programs are busy, computing is not starved.
 */
export const COMPUTING_NICENESS = 5;

/**
 * Has the calling thread go after the process's other threads wherever they want the same core, so
 * that a thread that computes for long does not keep one waiting that answers requests. Linux alone
 * gives single threads a priority (setpriority(2)); elsewhere, and without /proc, nothing changes.
 */
export function stepBack(): void {
  if (process.platform !== "linux") return;
  try {
    const threadId = Number(basename(readlinkSync("/proc/thread-self")));
    setPriority(threadId, Math.max(COMPUTING_NICENESS, getPriority(threadId)));
  } catch {
    // Only slower to answer while all cores compute.
  }
}
