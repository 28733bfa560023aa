import { readlinkSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";
import { basename } from "node:path";

/**
 * Has the calling thread go after the process's other threads wherever they want the same core, so
 * that a thread that computes for long does not keep one waiting that answers requests. Linux alone
 * gives single threads a priority (setpriority(2)); elsewhere, and without /proc, nothing changes.
 */
export function stepBack(): void {
  if (process.platform !== "linux") return;
  try {
    const threadId = Number(basename(readlinkSync("/proc/thread-self")));
    const lowered = constants.priority.PRIORITY_BELOW_NORMAL;
    setPriority(threadId, Math.max(lowered, getPriority(threadId)));
  } catch {
    // Only slower to answer while all cores compute.
  }
}
