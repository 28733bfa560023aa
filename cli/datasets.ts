import type { Command } from "commander";
import { listDatasets } from "../core/datasets.js";
import { formatTable, type LifeHost, openLife, type StoreFlag, withStore } from "./life.js";

/** Adds `gramai datasets` to the program. */
export function addDatasetsCommand(program: Command): void {
  withStore(program.command("datasets"))
    .description("List dataset versions, newest first")
    .action(async (flags: StoreFlag) => {
      await runDatasets(await openLife(flags));
    });
}

/** `gramai datasets`. */
export async function runDatasets({
  life,
  write,
}: Pick<LifeHost, "life" | "write">): Promise<void> {
  const rows = (await listDatasets(life.store)).map(({ name, version, counts, createdAt }) => [
    `${name}/${version}`,
    String(counts.taken),
    String(counts.rejected),
    createdAt,
  ]);
  write(formatTable(["dataset", "rows", "left out", "made"], rows));
}
