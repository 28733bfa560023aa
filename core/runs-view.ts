import * as z from "zod";
import { listRuns } from "./check-runs.js";
import { type Evaluation, evaluationSchema } from "./evaluation.js";
import type { ObjectStore } from "./object-store.js";
import { type Promotion, promotionSchema } from "./promote-run.js";
import {
  type RunRequest,
  type RunResult,
  type RunStatus,
  runPaths,
  runRequestSchema,
  runResultSchema,
  runStatusSchema,
} from "./run.js";
import { readBytes, readJson } from "./stored-json.js";

/** One line of `metrics.jsonl`. */
const metricSchema = z.looseObject({ step: z.number(), group: z.string(), loss: z.number() });

export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

/** Everything there is to see of one run. Files that are missing or torn are left out. */
export interface RunView {
  readonly request: RunRequest;
  readonly status: RunStatus | undefined;
  readonly result: RunResult | undefined;
  readonly evaluation: Evaluation | undefined;
  readonly promotion: Promotion | undefined;
  readonly training: readonly LossPoint[];
  readonly heldOut: readonly LossPoint[];
  readonly maxSteps: number | undefined;
}

/** The newest runs first. @param limit at most so many. */
export async function loadRuns(store: ObjectStore, limit: number): Promise<RunView[]> {
  const requests: RunRequest[] = [];
  for (const run of await listRuns(store)) {
    const request = await readOrSkip(store, runPaths(run).request, runRequestSchema);
    if (request) requests.push(request);
  }
  requests.sort((a, b) => Date.parse(b.publishedAt) - Date.parse(a.publishedAt));
  return Promise.all(requests.slice(0, limit).map((request) => loadRun(store, request)));
}

/** One run by name; undefined when nobody has asked for it. */
export async function findRun(store: ObjectStore, run: string): Promise<RunView | undefined> {
  const request = await readOrSkip(store, runPaths(run).request, runRequestSchema);
  return request && loadRun(store, request);
}

async function loadRun(store: ObjectStore, request: RunRequest): Promise<RunView> {
  const paths = runPaths(request.run);
  const [status, result, evaluation, promotion, experiment, metrics] = await Promise.all([
    readOrSkip(store, paths.status, runStatusSchema),
    readOrSkip(store, paths.result, runResultSchema),
    readOrSkip(store, paths.evaluation, evaluationSchema),
    readOrSkip(store, paths.promotion, promotionSchema),
    readOrSkip(
      store,
      paths.experiment,
      z.looseObject({ training: z.looseObject({ max_steps: z.number() }) }),
    ),
    readBytes(store, paths.metrics).catch(() => new Uint8Array(0)),
  ]);
  const points = parseMetrics(new TextDecoder().decode(metrics));
  const maxSteps = experiment?.training.max_steps;
  return { request, status, result, evaluation, promotion, ...points, maxSteps };
}

/** Loss by step; lines that are torn are left out, and a step that was done twice counts once. */
export function parseMetrics(text: string): Pick<RunView, "training" | "heldOut"> {
  const groups = { train: new Map<number, number>(), holdout: new Map<number, number>() };
  for (const line of text.split("\n")) {
    const row = metricSchema.safeParse(parseLine(line));
    if (!row.success) continue;
    const { step, group, loss } = row.data;
    if (group === "train" || group === "holdout") groups[group].set(step, loss);
  }
  const sorted = (losses: Map<number, number>): LossPoint[] =>
    [...losses].map(([step, loss]) => ({ step, loss })).sort((a, b) => a.step - b.step);
  return { training: sorted(groups.train), heldOut: sorted(groups.holdout) };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function readOrSkip<S extends z.ZodType>(
  store: ObjectStore,
  path: string,
  schema: S,
): Promise<z.infer<S> | undefined> {
  const stored = await readJson(store, path, schema).catch(() => undefined);
  return stored?.value;
}
