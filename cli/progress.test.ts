import { expect, it } from "vitest";
import { inOrder } from "./in-order.js";
import { progressBar } from "./progress.js";

it("draws a bar that grows, and none for a single input or without a terminal", () => {
  let shown = "";
  const show = (text: string) => {
    shown += text;
  };
  const bar = progressBar(2, show);
  bar.step();
  bar.clear();
  expect(shown).toBe(
    `\r[${"-".repeat(30)}] 0/2\r[${"#".repeat(15)}${"-".repeat(15)}] 1/2\r\u001b[K`,
  );
  shown = "";
  progressBar(1, show).step();
  progressBar(5).step();
  expect(shown).toBe("");
});

it("works on some at a time and gives all in order", async () => {
  let under = 0;
  let most = 0;
  const work = async (item: number) => {
    most = Math.max(most, ++under);
    for (let wait = 0; wait < 10 - item; wait++) await Promise.resolve();
    under--;
    return item * 2;
  };
  const results: number[] = [];
  for await (const [item, result] of inOrder([0, 1, 2, 3, 4, 5, 6], 3, work)) {
    expect(result).toBe(item * 2);
    results.push(result);
  }
  expect(results).toEqual([0, 2, 4, 6, 8, 10, 12]);
  expect(most).toBeLessThanOrEqual(3);
  expect(most).toBeGreaterThan(1);
});
