/** Names this process: pid and a random part, because containers start again with the same pids. */
export const OWNER = `${process.pid}-${crypto.randomUUID()}`;

/** Whether the process that a string starting with `OWNER` names still runs on this machine. */
export function isOwnerRunning(owner: string): boolean {
  if (owner.startsWith(OWNER)) return true;
  const pid = Number.parseInt(owner, 10);
  // Our pid with another random part: an earlier process had it.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
