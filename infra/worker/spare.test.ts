import { expect, it } from "vitest";
import { createPool } from "./pool.js";
import { startSpare, takeSpare } from "./spare.js";

const INFO = { name: "shouting", version: "1", minConfidence: 0, minSentenceConfidence: 0 };
const entry = new URL("./testdata/shouting-worker.mjs", import.meta.url);

it("gives a pool the thread that was started for its entry, once", async () => {
  startSpare(entry);
  expect(takeSpare(new URL("data:text/javascript,1"))).toBeUndefined();
  const workerData = { channel: "spare test" };
  const pool = await createPool({ info: INFO, entry, workerData, workers: 2, maxQueue: 10 });
  expect(takeSpare(entry)).toBeUndefined();
  const [rewrite] = await pool.rewrite(["hello"], { numBeams: 1, alternatives: 0 });
  expect(rewrite?.text).toBe("HELLO");
  await pool.close();
});

it("fails like any other where the thread has died", async () => {
  const dying = new URL("data:text/javascript,process.exit(3)");
  startSpare(dying);
  const start = createPool({
    info: INFO,
    entry: dying,
    workerData: {},
    workers: 1,
    maxQueue: 10,
  });
  await expect(start).rejects.toThrow(/stopped with code 3 while loading/);
});
