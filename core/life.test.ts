import { describe, expect, it } from "vitest";
import { aliasPath, aliasSchema, readAlias } from "./aliases.js";
import { evaluateRun } from "./evaluate-run.js";
import { UnknownRunError } from "./life-errors.js";
import type { ObjectStore } from "./object-store.js";
import { promoteByHand, promoteRun, rollBack } from "./promote-run.js";
import { runPaths, runStatusSchema } from "./run.js";
import { startRun } from "./start-run.js";
import { readJson, StoredJsonError, writeJson } from "./stored-json.js";
import { MODEL, resultOf, testLife, trainMessage, versionOf } from "./test-support/life.js";
import { MemoryObjectStore, type Objects } from "./test-support/memory-store.js";

const BY = { user: "an operator", reason: "test" };
const V1 = versionOf("run-1");

const state = async (store: ObjectStore, run = "run-1") =>
  (await readJson(store, runPaths(run).status, runStatusSchema))?.value;
const serving = async (store: ObjectStore) => (await readAlias(store, MODEL))?.value;

async function live(store: ObjectStore, run: string, gleu: number) {
  const life = testLife(store, { gleu });
  await startRun(trainMessage({ requestId: run }), life);
  await evaluateRun(run, life);
  return { life, promotion: await promoteRun(run, life) };
}

describe("the life of a model", () => {
  it("promotes a better candidate, keeps a worse one back, says why", async () => {
    const store = new MemoryObjectStore();
    const first = await live(store, "run-1", 51);
    expect(first.promotion).toMatchObject({ promote: true, servingBefore: null });
    expect(first.life.announced).toEqual([V1]);
    expect(await serving(store)).toMatchObject({ version: V1, previous: null, by: "run run-1" });
    expect(await state(store)).toMatchObject({ state: "promoted" });

    const second = await live(store, "run-2", 51.2);
    expect(second.promotion).toMatchObject({ promote: false, servingBefore: V1 });
    expect(second.promotion.reason).toContain("sets.dev.gleu is 51.2, serving 51: +0.2 where +0.5");
    expect(await serving(store)).toMatchObject({ version: V1 });
    expect(await state(store, "run-2")).toMatchObject({ state: "kept" });
    expect(second.life.announced).toEqual([]);
  });

  it("rolls back step by step, and does not promote again what was taken back", async () => {
    const store = new MemoryObjectStore();
    const { life } = await live(store, "run-1", 51);
    await live(store, "run-2", 52);
    expect(await rollBack(MODEL, BY, life)).toMatchObject({ version: V1, previous: null });
    expect(await rollBack(MODEL, BY, life)).toMatchObject({ version: null });
    await expect(rollBack(MODEL, BY, life)).rejects.toThrow("no previous version");
    // An event that is delivered late, to a function that had not noted its decision.
    await store.delete(runPaths("run-2").promotion);
    expect(await promoteRun("run-2", life)).toMatchObject({ promote: false });
    expect(await serving(store)).toMatchObject({ version: null });
    expect(await promoteByHand(MODEL, versionOf("run-2"), BY, life)).toMatchObject({
      version: versionOf("run-2"),
      refused: [V1],
    });
    await expect(promoteByHand(MODEL, "0123456789ab", BY, life)).rejects.toThrow("no model");
  });

  it("compares anew when somebody else moves the alias after the evaluation", async () => {
    const store = new MemoryObjectStore();
    const { life } = await live(store, "run-1", 60);
    await rollBack(MODEL, BY, life);
    const late = testLife(store, { gleu: 55 });
    await startRun(trainMessage({ requestId: "run-2" }), late);
    await evaluateRun("run-2", late);
    await promoteByHand(MODEL, V1, BY, life);
    const promotion = await promoteRun("run-2", late);
    expect(promotion).toMatchObject({ promote: false, servingBefore: V1 });
    expect(promotion.reason).toContain("is 55, serving 60");
  });

  it("compares anew when the alias moves between reading and writing it", async () => {
    const objects: Objects = new Map();
    const store = new MemoryObjectStore(objects);
    await live(store, "run-1", 60);
    await rollBack(MODEL, BY, testLife(store));
    let moved = false;
    const watched = new MemoryObjectStore(objects, {
      before: (path) => {
        if (path !== aliasPath(MODEL) || moved) return;
        moved = true;
        const alias = {
          version: V1,
          previous: null,
          at: "2026-01-01T00:00:00Z",
          by: "x",
          reason: "y",
        };
        const bytes = new TextEncoder().encode(JSON.stringify(aliasSchema.parse(alias)));
        objects.set(path, { bytes, generation: "moved", updatedAt: new Date() });
      },
    });
    const { promotion } = await live(watched, "run-2", 55);
    expect(promotion).toMatchObject({ promote: false, servingBefore: V1 });
    expect(await serving(store)).toMatchObject({ version: V1, by: "x" });
  });

  it.each([
    {
      name: "failed",
      result: { status: "failed", error: "out of memory" },
      says: "The job failed: out of memory",
    },
    {
      name: "made another model",
      result: { model: { name: "other", version: V1 } },
      says: 'it is model "other"',
    },
  ])("ends a run whose job $name", async ({ result, says }) => {
    const store = new MemoryObjectStore();
    const life = testLife(store);
    await startRun(trainMessage({}), life);
    await writeJson(store, runPaths("run-1").result, { ...resultOf("run-1", V1), ...result });
    expect(await evaluateRun("run-1", life)).toMatchObject({ outcome: "ended" });
    expect((await state(store))?.message).toContain(says);
    await expect(promoteRun("run-1", life)).rejects.toThrow(UnknownRunError);
  });

  it("keeps a candidate back that is broken or not there", async () => {
    const store = new MemoryObjectStore();
    const life = testLife(store);
    await startRun(trainMessage({}), life);
    await store.delete(`models/${MODEL}/${V1}/manifest.json`);
    await evaluateRun("run-1", life);
    const promotion = await promoteRun("run-1", life);
    expect(promotion).toMatchObject({ promote: false });
    expect(promotion.reason).toContain("cannot serve: no models/gramai/");
  });

  it.each([
    {
      name: "torn",
      text: '{"schema": 1, "run": "ru',
      kind: StoredJsonError,
      says: "not whole JSON",
    },
    { name: "of another shape", text: "{}", kind: StoredJsonError, says: "status: Invalid" },
    {
      name: "another run's",
      text: JSON.stringify(resultOf("run-9", V1)),
      kind: UnknownRunError,
      says: 'of run "run-9"',
    },
  ])("says what is wrong with a result that is $name", async ({ text, kind, says }) => {
    const store = new MemoryObjectStore();
    const life = testLife(store);
    await startRun(trainMessage({}), life);
    await store.write(runPaths("run-1").result, new TextEncoder().encode(text));
    const error = await evaluateRun("run-1", life).catch((thrown: Error) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toContain(says);
  });

  it("says that a result belongs to no run", async () => {
    await expect(evaluateRun("run-1", testLife(new MemoryObjectStore()))).rejects.toThrow(
      "runs/run-1/result.json belongs to no run",
    );
  });
});
