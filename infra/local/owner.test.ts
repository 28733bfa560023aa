import { expect, it } from "vitest";
import { isOwnerRunning, isRunning, OWNER, startOf } from "./owner.js";

/** A process that runs as long as this one. */
const PARENT = process.ppid;

it("knows itself, another process, and one that is gone", () => {
  expect(isOwnerRunning(`${OWNER}-part`)).toBe(true);
  expect(isOwnerRunning(`${process.pid}-${startOf(process.pid)}-other`)).toBe(false);
  expect(isOwnerRunning(`${PARENT}-${startOf(PARENT)}-other`)).toBe(true);
  expect(isOwnerRunning(`${2 ** 22 + 1}--other`)).toBe(false);
});

it("takes a pid for running where the system does not tell since when", () => {
  expect(isRunning(PARENT, "")).toBe(true);
  expect(isOwnerRunning(`${PARENT}--other`)).toBe(true);
});

// Others do not say when a process started.
it.runIf(process.platform === "linux")("knows a pid that came again", () => {
  expect(startOf(process.pid)).toMatch(/^\d+$/);
  expect(isRunning(PARENT, "1")).toBe(false);
  expect(isOwnerRunning(`${PARENT}-1-other`)).toBe(false);
});
