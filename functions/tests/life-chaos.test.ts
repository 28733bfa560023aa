import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { UnprocessableError } from "../../core/errors.js";
import type { ObjectStore } from "../../core/object-store.js";
import { rollBack } from "../../core/promote-run.js";
import { runPaths, runStatusSchema } from "../../core/run.js";
import { readBytes, readJson, writeJson } from "../../core/stored-json.js";
import { InstantJobs, MODEL, testLife, trainMessage } from "../../core/test-support/life.js";
import { MemoryObjectStore, type Objects } from "../../core/test-support/memory-store.js";
import { Random } from "../../core/test-support/random.js";
import type { Message } from "../../core/topic.js";
import { onIngestMessage } from "../ingest/events.js";
import { createIngest } from "../ingest/ingest.js";
import { onEvaluation, onResult, onTrainRequest } from "../life-events.js";
import { createLog } from "../log.js";
import { CSV, toDeps } from "./ingest-util.js";

const KILLS = 200;
const log = createLog({ level: "silent" });
const paths = runPaths("run-1");

class Killed extends Error {}

/** A file that was dropped, as the bucket announces it. */
const DROPPED: Message = {
  ...trainMessage({}),
  data: "{}",
  attributes: {
    eventType: "OBJECT_FINALIZE",
    bucketId: "data",
    objectId: "incoming/pairs/pairs.csv",
  },
};

/** Everything that happens in a model's life, from a dropped file to a rollback. */
async function live(store: ObjectStore, jobs: InstantJobs): Promise<void> {
  const life = testLife(store, { jobs });
  const ingest = createIngest(toDeps(store, { bucket: "data" }));
  const deps = { life, log, ingest: async () => ingest };
  await onIngestMessage(DROPPED, ingest, log);
  await onTrainRequest(trainMessage({ dataset: "pairs" }), deps);
  await onResult(paths.result, deps);
  await onEvaluation(paths.evaluation, deps);
  await rollBack(MODEL, { user: "an operator", reason: "test" }, life).catch((error: unknown) => {
    // The command was killed after it had moved the alias, and is given again.
    if (!(error instanceof UnprocessableError)) throw error;
  });
}

/** A store under a process that dies at its nth change, before or after it has reached the store. */
function mortal(objects: Objects, n: number, early: boolean): ObjectStore {
  let [left, dead] = [n, false];
  const die = (): never => {
    dead = true;
    throw new Killed();
  };
  return new MemoryObjectStore(objects, {
    before: () => {
      if (dead || (early && left === 0)) die();
    },
    after: () => {
      if (left-- === 0) die();
    },
  });
}

async function begin(): Promise<Objects> {
  const objects: Objects = new Map();
  const store = new MemoryObjectStore(objects);
  await store.write("incoming/pairs/pairs.csv", Buffer.from(CSV));
  return objects;
}

/** What is stored, without times and without what an abandoned ingestion leaves to be swept. */
async function stateOf(objects: Objects): Promise<Record<string, unknown>> {
  const store = new MemoryObjectStore(objects);
  const state: Record<string, unknown> = {};
  for await (const { path } of store.list("")) {
    if (path.startsWith("datasets/.staging/")) continue;
    const bytes = Buffer.from(await readBytes(store, path));
    if (path === "runs/index.html") state[path] = true;
    else if (!path.endsWith(".json"))
      state[path] = createHash("sha256").update(bytes).digest("hex");
    else {
      const { at: _, createdAt: __, ...rest } = JSON.parse(bytes.toString());
      state[path] = rest;
    }
  }
  return state;
}

/** A killed process's claim is over when the next delivery comes. */
async function expireClaim(objects: Objects): Promise<void> {
  const store = new MemoryObjectStore(objects);
  const claim = await readJson(store, paths.status, runStatusSchema);
  if (claim?.value.state !== "claimed") return;
  await writeJson(store, paths.status, { ...claim.value, at: "2026-01-01T00:00:00Z" });
}

describe("a whole life", () => {
  it(`ends in the same state, with one job, after ${KILLS} kills at random moments`, async () => {
    const clean = await begin();
    await live(new MemoryObjectStore(clean), new InstantJobs(new MemoryObjectStore(clean), 51));
    const wanted = await stateOf(clean);
    expect(wanted).toMatchObject({
      [`models/${MODEL}/aliases/serving.json`]: { version: null, by: "an operator" },
      [paths.status]: { state: "promoted" },
    });
    const random = new Random(20261127);
    for (let kills = 0; kills < KILLS; ) {
      const objects = await begin();
      const jobs = new InstantJobs(new MemoryObjectStore(objects), 51);
      for (let done = false; !done; ) {
        await expireClaim(objects);
        try {
          await live(mortal(objects, random.int(0, 25), random.next() < 0.5), jobs);
          done = true;
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          kills++;
        }
      }
      expect(await stateOf(objects)).toEqual(wanted);
      expect(jobs.submitted).toHaveLength(1);
    }
  });
});
