// What the two test runners' reports say. A runner that fails without a failed test (a file that
// does not load, a crash, no report) counts as one failure.

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** From vitest's JSON report (empty when there is none) and its exit status. */
export function countVitest(report: string, status: number | null): Counts {
  const { numPassedTests = 0, numFailedTests = 0 } = report ? JSON.parse(report) : {};
  return settle(numPassedTests, numFailedTests, report !== "" && status === 0);
}

/** From pytest's JUnit XML (empty when there is none) and its exit status. */
export function countJUnit(report: string, status: number | null): Counts {
  const suite = /<testsuite\b[^>]*>/.exec(report)?.[0] ?? "";
  const number = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = number("failures") + number("errors");
  const passed = number("tests") - failed - number("skipped");
  return settle(Math.max(0, passed), failed, suite !== "" && status === 0);
}

function settle(passed: number, failed: number, clean: boolean): Counts {
  return { passed, failed: clean ? failed : Math.max(1, failed) };
}
