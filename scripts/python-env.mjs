#!/usr/bin/env node
// Makes training-job/.venv, the trainer's Python environment for CPUs, and prints its interpreter.
//
//   node scripts/python-env.mjs
//
// A second run finds the stamp of the lock file and does nothing. Variables:
//   GRAMAI_PYTHON       interpreter to build with (3.11 to 3.13); default: the first one found
//   GRAMAI_TORCH_INDEX  package index with PyTorch's CPU builds. Set it on Linux, where the default
//                       index serves the CUDA build (several GB); see pytorch.org, "Get Started".
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const TORCH = "torch==2.13.0";
const MINORS = [11, 12, 13];
const trainer = join(dirname(fileURLToPath(import.meta.url)), "..", "training-job");

/**
 * Builds the environment where it is missing or older than the lock file.
 * @param {{folder?: string, env?: NodeJS.ProcessEnv, log?: (line: string) => void}} [options]
 *   `folder` holds requirements-cpu.lock and gets .venv; default: training-job.
 * @returns {string} path of the environment's interpreter
 * @throws {Error} when no Python fits or a step fails; the message says what to do
 */
export function ensurePythonEnv({ folder = trainer, env = process.env, log = console.error } = {}) {
  const lock = join(folder, "requirements-cpu.lock");
  const venv = join(folder, ".venv");
  const stampFile = join(venv, "gramai-lock.sha256");
  const windows = process.platform === "win32";
  const python = windows ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");
  const stamp = createHash("sha256").update(readFileSync(lock)).update(TORCH).digest("hex");
  if (existsSync(python) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) {
    return python;
  }
  rmSync(stampFile, { force: true });
  if (!fits([python])) {
    const [command, ...args] = findPython(env);
    log(`python-env: making ${venv} with ${[command, ...args].join(" ")}`);
    step("create the environment", command, [...args, "-m", "venv", "--clear", venv], env);
  }
  const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--quiet"];
  log("python-env: installing the locked packages (about a minute)");
  step(
    "install the locked packages",
    python,
    [...pip, "--require-hashes", "--no-deps", "-r", lock],
    env,
  );
  log(`python-env: installing ${TORCH}`);
  const index = env.GRAMAI_TORCH_INDEX ? ["--index-url", env.GRAMAI_TORCH_INDEX] : [];
  step("install PyTorch", python, [...pip, ...index, TORCH], env);
  writeFileSync(stampFile, stamp);
  log("python-env: ready");
  return python;
}

/** The first command that runs a Python of the right version, as [command, ...arguments]. */
function findPython(env) {
  const named = MINORS.map((minor) => [`python3.${minor}`]);
  const launcher = MINORS.map((minor) => ["py", `-3.${minor}`]);
  const candidates = env.GRAMAI_PYTHON
    ? [[env.GRAMAI_PYTHON]]
    : [["python3"], ["python"], ...named, ...launcher];
  const found = candidates.find(fits);
  if (found) return found;
  const tried = candidates.map((c) => c.join(" ")).join(", ");
  throw new Error(
    `python-env: expected Python 3.11, 3.12 or 3.13, found none (tried ${tried}). ` +
      "Install one of them or name it in GRAMAI_PYTHON.",
  );
}

/** True when the command exists and is one of the versions that the lock file covers. */
function fits([command, ...args]) {
  const code = "import sys; print(*sys.version_info[:2])";
  const { status, stdout } = spawnSync(command, [...args, "-c", code], { encoding: "utf8" });
  const [major, minor] = status === 0 ? stdout.trim().split(" ").map(Number) : [];
  return major === 3 && MINORS.includes(minor);
}

/** Runs one command with its output on our stderr. */
function step(what, command, args, env) {
  const { status, error } = spawnSync(command, args, { env, stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    const why = error ? error.message : `${command} exited with ${status}`;
    throw new Error(`python-env: could not ${what}: ${why}. The lines above say more.`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    console.log(ensurePythonEnv());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
