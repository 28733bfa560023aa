import type { Command } from "commander";
import { UnprocessableError } from "../core/errors.js";
import type { RunState } from "../core/run.js";
import { findRun, loadRuns, type RunView } from "../core/runs-view.js";
import { formatTable, type LifeHost, openLife, type StoreFlag, withStore } from "./life.js";

const LIMIT = 50;

/** Milliseconds between looks at a run that is followed. */
const FOLLOW_MS = 1_000;

/** A request that nobody has taken after so many milliseconds will hardly be taken. */
const PATIENCE_MS = 120_000;

interface RunsFlags extends StoreFlag {
  readonly follow?: boolean;
}

/** Adds `gramai runs` to the program. */
export function addRunsCommand(program: Command): void {
  withStore(program.command("runs"))
    .description("List training runs, or show one")
    .argument("[run]", "name of the run")
    .option("--follow", "print the run's progress until it has come to an end")
    .action(async (run: string | undefined, flags: RunsFlags) => {
      const host = await openLife(flags);
      if (flags.follow && run !== undefined) await followRun(run, host);
      else await runRuns(run, host);
    });
}

/** `gramai runs [RUN]`. @throws UnprocessableError when there is no such run. */
export async function runRuns(
  run: string | undefined,
  { life, write }: Pick<LifeHost, "life" | "write">,
): Promise<void> {
  if (run === undefined) {
    const views = await loadRuns(life.store, LIMIT);
    write(formatTable(["run", "state", "experiment", "step", "asked"], views.map(toRow)));
    return;
  }
  const view = await findRun(life.store, run);
  if (!view) {
    throw new UnprocessableError(`There is no run ${run} yet; \`gramai runs\` lists what there is`);
  }
  write(describe(view));
}

/**
 * `gramai runs RUN --follow`: a line for each change, then what `gramai runs RUN` shows.
 * @throws UnprocessableError when the run has failed, or nobody takes the request.
 */
export async function followRun(
  run: string,
  { life, write }: Pick<LifeHost, "life" | "write">,
): Promise<void> {
  const patience = life.now().getTime() + PATIENCE_MS;
  for (let last = ""; ; await life.sleep(FOLLOW_MS)) {
    const view = await findRun(life.store, run);
    const line = view ? progressOf(view) : `${run}  waits to be taken`;
    if (line !== last) write(`${line}\n`);
    last = line;
    if (view && isOver(view)) {
      if (view.status?.state !== "failed") return write(describe(view));
      throw new UnprocessableError(`Run ${run} has failed: ${view.status.message}`);
    }
    if (!view && life.now().getTime() > patience) {
      throw new UnprocessableError(
        `Nobody takes the request of run ${run}: start \`npm start\`, or see \`gramai replay\``,
      );
    }
  }
}

const UNDER_WAY: readonly RunState[] = ["claimed", "submitted", "evaluated"];

function isOver({ status }: RunView): boolean {
  return status !== undefined && !UNDER_WAY.includes(status.state);
}

function progressOf(view: RunView): string {
  const losses = view.training.at(-1);
  return [...toRow(view).slice(0, 4), ...(losses ? [`loss ${losses.loss}`] : [])].join("  ");
}

function toRow({ request, status, training, maxSteps }: RunView): readonly string[] {
  const step = training.at(-1)?.step;
  const steps = step === undefined ? "" : `${step}/${maxSteps ?? "?"}`;
  const state = status?.state ?? "claimed";
  return [request.run, state, request.request.experiment, steps, request.publishedAt];
}

function describe(view: RunView): string {
  const { status, evaluation, promotion } = view;
  const lines = [toRow(view).slice(0, 4).join("  "), status?.message ?? ""];
  if (status?.job) lines.push(`job ${status.job.id}, ${status.job.place}`);
  const losses = view.training.at(-1);
  if (losses) lines.push(`loss ${losses.loss} at step ${losses.step}`);
  if (evaluation) {
    const { candidate, serving } = evaluation;
    lines.push(`candidate ${candidate.version}, serving ${serving.version ?? "embedded"}`);
  }
  for (const { passed, says } of promotion?.checks ?? [])
    lines.push(`${passed ? "✓" : "✗"} ${says}`);
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}
