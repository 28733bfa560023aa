import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * Makes sure that `promtool` is here, installing Debian's package where this is Debian and we may.
 * @returns Why it is not here, or undefined when it is.
 */
export function missingPromtool(): string | undefined {
  if (runs()) return undefined;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    return "promtool is not installed (part of Prometheus), and only root on Debian can install it here";
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-q"], { env });
  spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "prometheus"], { env });
  return runs() ? undefined : "promtool could not be installed with apt-get";
}

function runs(): boolean {
  return spawnSync("promtool", ["--version"]).status === 0;
}
