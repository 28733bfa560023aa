// npm run release:step -- ID: runs one step of cloudbuild.yaml on this machine, with the programs that are here.
// PROJECT_ID, and REGION, PREFIX, ENVIRONMENT, REPOSITORY or STATE_BUCKET where the defaults do not fit,
// come from the environment; COMMIT_SHA is the checked-out commit.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandOf, MissingVariableError, readBuildFile } from "./build-file.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const head = spawnSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" });
const given = { COMMIT_SHA: head.stdout?.trim() || undefined, ...process.env };

try {
  const build = readBuildFile(join(root, "cloudbuild.yaml"));
  const { file, args, env } = commandOf(build, process.argv[2] ?? "", given);
  console.log(`$ ${[file, ...args].join(" ")}`);
  const { status, error } = spawnSync(file, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  if (error) throw error;
  process.exitCode = status ?? 1;
} catch (error) {
  if (error instanceof RangeError || error instanceof MissingVariableError) {
    console.error(error.message);
  } else if (error instanceof Error && "code" in error && error.code === "ENOENT") {
    console.error(`${"path" in error ? error.path : "The program"} is not installed here`);
  } else throw error;
  process.exitCode = 1;
}
