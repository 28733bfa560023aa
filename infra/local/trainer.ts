import { spawn } from "node:child_process";
import { once } from "node:events";
import { JobRefusedError } from "../../core/job-runner.js";
import { packagePath } from "./package-root.js";

/**
 * The trainer's command: `training-job/job.py`, or `sweep.py` for a sweep, under the named interpreter, or under
 * `training-job/.venv`, which is made on first use (minutes).
 * @throws JobRefusedError when the environment cannot be made.
 */
export async function trainerCommand(
  interpreter: string | undefined,
  sweep: boolean,
): Promise<readonly [string, ...string[]]> {
  return [
    interpreter ?? (await ownInterpreter()),
    packagePath(`training-job/${sweep ? "sweep" : "job"}.py`),
  ];
}

async function ownInterpreter(): Promise<string> {
  const child = spawn(process.execPath, [packagePath("scripts/python-env.mjs")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [printed, faults] = ["", ""];
  child.stdout.on("data", (data: Buffer) => {
    printed += data.toString();
  });
  child.stderr.on("data", (data: Buffer) => {
    faults += data.toString();
  });
  const [status] = (await once(child, "close")) as [number | null];
  const path = printed.trim().split("\n").at(-1);
  if (status === 0 && path) return path;
  throw new JobRefusedError(
    `Cannot make the trainer's Python environment: ${faults.trim().split("\n").at(-1)}`,
  );
}
