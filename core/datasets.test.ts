import { expect, it } from "vitest";
import { findDueEvents } from "./advance-runs.js";
import { datasetManifestPath } from "./dataset-manifest.js";
import { listDatasets, resolveDataset } from "./datasets.js";
import { runPaths } from "./run.js";
import { startRun } from "./start-run.js";
import { writeJson } from "./stored-json.js";
import { testDataset } from "./test-support/datasets.js";
import { testLife, trainMessage } from "./test-support/life.js";
import { MemoryObjectStore } from "./test-support/memory-store.js";

const TORN = new TextEncoder().encode('{"schema": 1, "na');

it("goes on with the other dataset versions where one's manifest is damaged", async () => {
  const store = new MemoryObjectStore();
  const whole = testDataset({ name: "pairs", version: "0123456789ab" });
  await writeJson(store, datasetManifestPath("pairs", whole.version), whole);
  await store.write(datasetManifestPath("pairs", "ba9876543210"), TORN);
  expect(await listDatasets(store)).toEqual([whole]);
  expect(await resolveDataset(store, "pairs")).toMatchObject({ version: whole.version });
});

it("goes on with the other runs where one's status is damaged", async () => {
  const store = new MemoryObjectStore();
  const life = testLife(store);
  for (const requestId of ["run-1", "run-2"]) await startRun(trainMessage({ requestId }), life);
  await store.write(runPaths("run-1").status, TORN);
  expect(await findDueEvents(store)).toEqual({
    results: [runPaths("run-2").result],
    evaluations: [],
  });
});
