import { describe, expect, it } from "vitest";
import { countJUnit, countVitest } from "./test-counts.js";

const vitest = (passed: number, failed: number) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed });
const junit = (tests: number, failures: number, errors: number, skipped: number) =>
  `<?xml version="1.0"?><testsuites><testsuite name="pytest" errors="${errors}" failures="${failures}" skipped="${skipped}" tests="${tests}" time="1.0"></testsuite></testsuites>`;

describe("counts of the test runners", () => {
  it.each([
    { name: "all passed", count: countVitest(vitest(5, 0), 0), passed: 5, failed: 0 },
    { name: "some failed", count: countVitest(vitest(5, 2), 1), passed: 5, failed: 2 },
    { name: "a file did not load", count: countVitest(vitest(5, 0), 1), passed: 5, failed: 1 },
    { name: "killed", count: countVitest("", null), passed: 0, failed: 1 },
    { name: "pytest passed", count: countJUnit(junit(9, 0, 0, 2), 0), passed: 7, failed: 0 },
    { name: "pytest failed", count: countJUnit(junit(9, 1, 2, 0), 1), passed: 6, failed: 3 },
    { name: "pytest found no test", count: countJUnit(junit(0, 0, 0, 0), 5), passed: 0, failed: 1 },
    { name: "pytest did not start", count: countJUnit("", 1), passed: 0, failed: 1 },
  ])("$name", ({ count, passed, failed }) => {
    expect(count).toEqual({ passed, failed });
  });
});
