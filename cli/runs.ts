import type { Command } from "commander";
import { UnprocessableError } from "../core/errors.js";
import { loadRuns, type RunView } from "../core/runs-view.js";
import { formatTable, type LifeHost, openLife, type StoreFlag, withStore } from "./life.js";

const LIMIT = 50;

/** Adds `gramai runs` to the program. */
export function addRunsCommand(program: Command): void {
  withStore(program.command("runs"))
    .description("List training runs, or show one")
    .argument("[run]", "name of the run")
    .action(async (run: string | undefined, flags: StoreFlag) => {
      await runRuns(run, await openLife(flags));
    });
}

/** `gramai runs [RUN]`. @throws UnprocessableError when there is no such run. */
export async function runRuns(
  run: string | undefined,
  { life, write }: Pick<LifeHost, "life" | "write">,
): Promise<void> {
  const views = await loadRuns(life.store, LIMIT);
  if (run === undefined) {
    write(formatTable(["run", "state", "experiment", "step", "asked"], views.map(toRow)));
    return;
  }
  const view = views.find(({ request }) => request.run === run);
  if (!view) {
    throw new UnprocessableError(`There is no run ${run} yet; \`gramai runs\` lists what there is`);
  }
  write(describe(view));
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
