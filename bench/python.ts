import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The trainer's own Python environment, which `npm test` makes. */
export const PYTHON = join(
  fileURLToPath(new URL("../training-job/.venv", import.meta.url)),
  process.platform === "win32" ? "Scripts/python.exe" : "bin/python",
);
