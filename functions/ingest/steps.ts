import { datasetFolder, datasetManifestPath } from "../../core/dataset-manifest.js";
import { UnavailableError } from "../../core/errors.js";
import { putRow } from "../../core/ingest/bins.js";
import {
  type IngestPlan,
  type IngestTask,
  ingestPlanSchema,
  type Part,
  partSchema,
} from "../../core/ingest/plan.js";
import { shardOf } from "../../core/ingest/selection.js";
import { createSieve } from "../../core/ingest/sieve.js";
import { addStatistics, countReject, emptyStatistics } from "../../core/ingest/statistics.js";
import { decompress } from "./decompress.js";
import { type IngestDeps, type IngestRun, STAGING, stagingFolder } from "./deps.js";
import { loadEvaluationKeys } from "./evaluation-sets.js";
import { finish, REJECTED, readWhole } from "./finish.js";
import { GzipObject } from "./gzip-object.js";
import { Packer } from "./packer.js";
import { joinRejected } from "./rejected.js";
import { RowFeed } from "./row-feed.js";
import { ShardWriter } from "./shards.js";
import { type SiftOutput, siftRange } from "./sift.js";
import { removeFolder } from "./sweep.js";

/*
 * A large ingestion: `map` sifts one range of the source into a part per shard; `reduce` makes one
 * shard of its parts, in the order of the ranges; `merge` writes the manifest. Every step may run
 * twice: what it leaves is the same, and whoever finds a stage complete sends the next.
 */

/** Writes the plan and sends its first steps. */
export async function startPlan(plan: IngestPlan, deps: IngestDeps): Promise<void> {
  await deps.store.write(planPath(plan), Buffer.from(JSON.stringify(plan)));
  const { name, version } = plan;
  for (const range of plan.ranges.keys()) await send({ task: "map", name, version, range }, deps);
}

/**
 * Carries out one step. A step of a version that is done or not planned is nothing to do.
 * @throws UnavailableError when it is to be tried again.
 */
export async function runStep(task: IngestTask, deps: IngestDeps, run: IngestRun): Promise<void> {
  const plan = await readPlan(task, deps);
  if (!plan) return;
  if (await deps.store.stat(datasetManifestPath(plan.name, plan.version))) {
    await cleanUp(plan, deps);
    return;
  }
  const { name, version } = plan;
  if (task.task === "map") {
    await once(partPath(plan, "map", task.range), deps, () => map(plan, task.range, deps, run));
    if (!(await complete(plan, "map", plan.ranges.length, deps))) return;
    for (let shard = 0; shard < plan.shards; shard++) {
      await send({ task: "reduce", name, version, shard }, deps);
    }
  } else if (task.task === "reduce") {
    await once(partPath(plan, "reduce", task.shard), deps, () =>
      reduce(plan, task.shard, deps, run),
    );
    if (!(await complete(plan, "reduce", plan.shards, deps))) return;
    await send({ task: "merge", name, version }, deps);
  } else {
    await merge(plan, deps);
  }
}

async function map(
  plan: IngestPlan,
  index: number,
  deps: IngestDeps,
  run: IngestRun,
): Promise<Part> {
  const range = plan.ranges[index];
  if (!range) throw new RangeError(`Expected a range below ${plan.ranges.length}, got ${index}`);
  const keys = await loadEvaluationKeys(deps.store, deps.limits);
  if (keys.sha256 !== plan.evaluation.sha256) {
    throw new UnavailableError(
      "The evaluation sets changed since the plan; ingest the source again",
    );
  }
  const packer = new Packer();
  const open = (path: string) => new GzipObject(deps.store, path, packer);
  const shards = Array.from({ length: plan.shards }, (_, shard) =>
    open(mappedPath(plan, index, shard)),
  );
  const rejected = open(rejectedPath(plan, "map", index));
  const statistics = emptyStatistics();
  const output: SiftOutput = {
    bins: plan.shards,
    choose: (row) => shardOf(row.print, plan.shards),
    put(shard, lines, rows) {
      (shards[shard] as GzipObject).addLines(lines, rows);
    },
    refused(reason, line) {
      countReject(statistics, reason);
      rejected.addRefused(line, reason);
    },
    unreadable(reason, text) {
      countReject(statistics, reason);
      rejected.add({ reason, text });
    },
    async settle() {
      for (const object of [...shards, rejected]) await object.drain();
    },
  };
  try {
    await siftRange(range, plan, keys, deps, output, run);
    for (const shard of shards) await shard.close();
    return { statistics, files: { [REJECTED]: await rejected.close() }, duplicatesExact: true };
  } catch (error) {
    await Promise.all([...shards, rejected].map((object) => object.abort(error)));
    throw error;
  } finally {
    await packer.close();
  }
}

async function reduce(
  plan: IngestPlan,
  shard: number,
  deps: IngestDeps,
  run: IngestRun,
): Promise<Part> {
  const writer = new ShardWriter(plan, [shard], rejectedPath(plan, "reduce", shard), deps);
  // Rows of the parts are sifted already; sieving them again only measures them anew.
  const sieve = createSieve({ ...plan.options, prefix: "" }, { size: 0, has: () => false });
  const broken = () => {
    throw new UnavailableError("A part of the ingestion is damaged; ingest the source again");
  };
  let bytes = 0;
  try {
    for (const index of plan.ranges.keys()) {
      const feed = new RowFeed(
        { format: "jsonl", columns: { source: "source", target: "target" } },
        {
          row(source, target) {
            const sieved = sieve(source, target, broken);
            if (sieved) putRow(writer, sieved);
          },
          reject: broken,
        },
      );
      const part = deps.store.read(mappedPath(plan, index, shard));
      for await (const chunk of decompress(part, deps.limits)) {
        run.signal?.throwIfAborted();
        bytes += chunk.byteLength;
        feed.push(chunk);
        await writer.settle();
      }
      feed.finish();
      const { taken } = writer.statistics;
      run.onProgress?.({
        step: "reduce",
        bytes,
        totalBytes: undefined,
        rows: 0,
        taken: taken.train,
      });
    }
    return await writer.close();
  } catch (error) {
    await writer.abort(error);
    throw error;
  }
}

async function merge(plan: IngestPlan, deps: IngestDeps): Promise<void> {
  const mapped = await readParts(plan, "map", plan.ranges.length, deps);
  const reduced = await readParts(plan, "reduce", plan.shards, deps);
  const rejected = [
    ...mapped.map((_, index) => rejectedPath(plan, "map", index)),
    ...reduced.map((_, shard) => rejectedPath(plan, "reduce", shard)),
  ];
  const path = `${datasetFolder(plan.name, plan.version)}/${REJECTED}`;
  const statistics = addStatistics([...mapped, ...reduced].map((part) => part.statistics));
  const files: Part["files"] = {};
  for (const part of reduced) {
    for (const [name, file] of Object.entries(part.files)) {
      if (!name.startsWith("rejected")) files[name] = file;
    }
  }
  files[REJECTED] = await joinRejected(rejected, path, statistics, deps.store);
  const duplicatesExact = reduced.every((part) => part.duplicatesExact);
  await finish(plan, { statistics, files, duplicatesExact }, deps);
  await cleanUp(plan, deps);
}

/** Removes the source files that were landed, the parts and, last, the plan. */
async function cleanUp(plan: IngestPlan, deps: IngestDeps): Promise<void> {
  const landed = plan.paths.filter((path) => path.startsWith(STAGING));
  for (const path of landed) await deps.store.delete(path);
  await removeFolder(deps.store, `${stagingFolder(plan.name, plan.version)}/`, planPath(plan));
}

/** Does a step's work unless its part says that it is done; writes the part last. */
async function once(path: string, deps: IngestDeps, work: () => Promise<Part>): Promise<void> {
  if (await deps.store.stat(path)) return;
  await deps.store.write(path, Buffer.from(JSON.stringify(await work())));
}

async function complete(
  plan: IngestPlan,
  stage: "map" | "reduce",
  steps: number,
  deps: IngestDeps,
): Promise<boolean> {
  let found = 0;
  for await (const { path } of deps.store.list(
    `${stagingFolder(plan.name, plan.version)}/${stage}-`,
  )) {
    if (path.endsWith(".json")) found++;
  }
  return found >= steps;
}

async function readParts(
  plan: IngestPlan,
  stage: "map" | "reduce",
  steps: number,
  deps: IngestDeps,
) {
  const parts: Part[] = [];
  for (let step = 0; step < steps; step++) {
    const bytes = await readWhole(deps.store, partPath(plan, stage, step));
    if (!bytes) throw new UnavailableError(`Step ${stage} ${step} is not done; repeat later`);
    parts.push(partSchema.parse(JSON.parse(bytes.toString("utf8"))));
  }
  return parts;
}

async function readPlan(
  { name, version }: Pick<IngestPlan, "name" | "version">,
  deps: IngestDeps,
): Promise<IngestPlan | undefined> {
  const bytes = await readWhole(deps.store, planPath({ name, version }));
  return bytes && ingestPlanSchema.parse(JSON.parse(bytes.toString("utf8")));
}

async function send(task: IngestTask, deps: IngestDeps): Promise<void> {
  if (!deps.publish) throw new TypeError("A planned ingestion needs somewhere to send its steps");
  await deps.publish(task);
}

type Version = Pick<IngestPlan, "name" | "version">;
const base = ({ name, version }: Version) => stagingFolder(name, version);
const number = (value: number) => String(value).padStart(5, "0");
const planPath = (version: Version) => `${base(version)}/plan.json`;
const partPath = (version: Version, stage: string, step: number) =>
  `${base(version)}/${stage}-${number(step)}.json`;
const rejectedPath = (version: Version, stage: string, step: number) =>
  `${base(version)}/rejected-${stage}-${number(step)}.jsonl.gz`;
const mappedPath = (version: Version, range: number, shard: number) =>
  `${base(version)}/rows-${number(range)}-${number(shard)}.jsonl.gz`;
