import { readFileSync } from "node:fs";

/**
 * When a process started, in ticks since the machine did: with its pid it names a process for ever,
 * while pids come again, after a restart of the machine above all. Empty where the system does not
 * tell (only Linux does, proc(5)) or the process is gone.
 */
export function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is a name in brackets that may hold anything; the start is the 22nd.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/** Names this process: pid, start and a random part, because containers start again with the same pids. */
export const OWNER = `${process.pid}-${startOf(process.pid)}-${crypto.randomUUID()}`;

/** Whether the process that a string starting with `OWNER` names still runs on this machine. */
export function isOwnerRunning(owner: string): boolean {
  if (owner.startsWith(OWNER)) return true;
  const pid = Number.parseInt(owner, 10);
  // Our pid with another random part: an earlier process had it.
  if (pid === process.pid) return false;
  return isRunning(pid, owner.split("-")[1] ?? "");
}

/** Whether the process of this pid runs, and is the one that started then (where both are known). */
export function isRunning(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const found = startOf(pid);
  return start === "" || found === "" || start === found;
}
