import type { Command } from "commander";
import { composeExperiment } from "../core/compose.js";
import { parseTrainRequest, runNameOf } from "../core/train-request.js";
import { type LifeHost, openLife, type StoreFlag, withStore } from "./life.js";

export interface TrainFlags extends StoreFlag {
  readonly id?: string;
  readonly dataset?: string;
  readonly reason: string;
  readonly sweep?: boolean;
  readonly onlyNewData?: boolean;
  readonly feedback?: boolean;
}

/** Adds `gramai train` to the program. */
export function addTrainCommand(program: Command): void {
  withStore(program.command("train"))
    .description("Ask for a training run; a running `npm start` or the cloud carries it out")
    .argument("<experiment>", "file of configs/ without .yaml")
    .argument("[overrides...]", "dotted settings such as training.max_steps=100")
    .requiredOption("--reason <text>", "why, for the records")
    .option("--dataset <name[/version]>", "dataset to train on (default: what the experiment says)")
    .option("--id <name>", "name of the run; the same one never starts twice (default: new)")
    .option("--sweep", "search over the experiment's sweep section")
    .option("--feedback", "train on what writers accepted and dismissed as well")
    .option("--only-new-data", "skip when an earlier run has trained on the same data")
    .action(async (experiment: string, overrides: string[], flags: TrainFlags) => {
      await runTrain(experiment, overrides, flags, await openLife(flags));
    });
}

/**
 * `gramai train EXPERIMENT`: checks and publishes a request, prints the run's name.
 * @throws InvalidRequestError listing every fault, before anything is published.
 */
export async function runTrain(
  experiment: string,
  overrides: readonly string[],
  { id, dataset, reason, sweep, onlyNewData, feedback }: TrainFlags,
  { life, write }: Pick<LifeHost, "life" | "write">,
): Promise<void> {
  const now = life.now();
  const text = JSON.stringify({
    requestId: id ?? `${experiment.replaceAll("_", "-")}-${now.getTime().toString(36)}`,
    experiment,
    ...(dataset !== undefined && { dataset }),
    ...(overrides.length > 0 && { overrides }),
    ...(sweep && { sweep }),
    ...(onlyNewData && { onlyNewData }),
    ...(feedback && { feedback }),
    reason,
  });
  const request = parseTrainRequest(text);
  const path = dataset === undefined ? [] : ["data.sources.dataset.path=datasets/given"];
  await composeExperiment(experiment, [...overrides, ...path], life.readConfig);
  await life.topic("train-requests").publish(text);
  const run = runNameOf(request, now);
  write(`Asked for run ${run}; follow it with: gramai runs ${run}\n`);
}
