// Every test: TypeScript's with vitest, then the trainer's with pytest.
// The last line is exactly "N passed, M failed"; the exit status is 0 only when nothing failed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBrowser } from "./browser.js";
import { ensurePythonEnv } from "./python-env.mjs";
import { type Counts, countJUnit, countVitest } from "./test-counts.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const reports = mkdtempSync(join(tmpdir(), "gramai-tests-"));

try {
  const python = makePython();
  const counts = [runVitest(python), python ? runPytest(python) : { passed: 0, failed: 1 }];
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}

/** The trainer's interpreter; undefined, with the reason printed, where its environment cannot be made. */
function makePython(): string | undefined {
  try {
    return ensurePythonEnv({ log: console.log });
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return undefined;
  }
}

/** @param python the trainer that tests of a whole life run on; without it they use a stand-in. */
function runVitest(python: string | undefined): Counts {
  const report = join(reports, "vitest.json");
  const browser = ensureBrowser(console.log);
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, "node_modules", "vitest", "vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    {
      cwd: root,
      stdio: "inherit",
      env: {
        ...process.env,
        ...(browser && { GRAMAI_TEST_BROWSER: browser }),
        ...(python && { GRAMAI_TEST_PYTHON: python }),
      },
    },
  );
  return countVitest(readReport(report), status);
}

function runPytest(python: string): Counts {
  const report = join(reports, "pytest.xml");
  const { status } = spawnSync(python, ["-m", "pytest", `--junitxml=${report}`], {
    cwd: join(root, "training-job"),
    stdio: "inherit",
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  return countJUnit(readReport(report), status);
}

function readReport(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
