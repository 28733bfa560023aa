import { describe, expect, it } from "vitest";
import { Call, JobQueue } from "./queue.js";

const GREEDY = { numBeams: 1, alternatives: 0 };

/** A queue in which sentences of these lengths wait, in one call. */
function queueOf(lengths: readonly number[], options = lengths.map(() => GREEDY)): JobQueue {
  const queue = new JobQueue();
  const call = new Call(lengths.length);
  queue.add(
    lengths.map((length, index) => ({
      sentence: "x".repeat(length),
      options: options[index] ?? GREEDY,
      call,
      index,
    })),
  );
  return queue;
}

/** Every batch of a queue by its sentences' lengths, as `workers` take them. */
function batchesOf(queue: JobQueue, workers: number): number[][] {
  const batches: number[][] = [];
  while (queue.length > 0) {
    batches.push(queue.takeBatch(workers).map(({ sentence }) => sentence.length));
  }
  return batches;
}

describe("the queue's batches", () => {
  it.each([
    ["the nearest in length go with the oldest", [50, 80, 55, 49, 90, 51], 2, [50, 49, 51]],
    ["no sentence goes with one of another length", [50, 91, 9], 1, [50]],
    ["no more than eight", [9, 9, 9, 9, 9, 9, 9, 9, 9, 9], 1, [9, 9, 9, 9, 9, 9, 9, 9]],
    ["few long ones", [900, 900, 900], 1, [900, 900]],
    ["a sentence that is too long for a batch goes alone", [5000, 5000], 1, [5000]],
  ])("%s", (_, lengths, workers, first) => {
    expect(batchesOf(queueOf(lengths), workers)[0]).toEqual(first);
  });

  it("get smaller towards the end, so that workers end together", () => {
    const sizes = batchesOf(queueOf(Array.from({ length: 20 }, () => 60)), 2).map(
      ({ length }) => length,
    );
    expect(sizes).toEqual([8, 6, 3, 2, 1]);
  });

  it("hold one set of options, and every sentence once", () => {
    const beams = { numBeams: 4, alternatives: 0 };
    const batches = batchesOf(queueOf([30, 31, 32, 33], [GREEDY, beams, GREEDY, beams]), 1);
    expect(batches).toEqual([
      [30, 32],
      [31, 33],
    ]);
  });
});
