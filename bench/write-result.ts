import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Writes what was measured, with when, of what and on which machine, to bench/results, and prints it. */
export function writeResult(name: string, measured: object): void {
  const git = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const result = {
    date: new Date().toISOString().slice(0, 10),
    commit: git.trim(),
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    /** Programs that wanted the processor meanwhile. */
    load: round(loadavg()[0] ?? Number.NaN),
    ...measured,
  };
  const text = JSON.stringify(result, null, 1);
  writeFileSync(join(ROOT, `bench/results/${name}.json`), `${text}\n`);
  console.log(text);
}

/** To a tenth. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
