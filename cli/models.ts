import type { Command } from "commander";
import { modelFolder, readAlias } from "../core/aliases.js";
import { manifestSchema } from "../core/manifest.js";
import { promoteByHand, rollBack } from "../core/promote-run.js";
import { readJson } from "../core/stored-json.js";
import { formatTable, type LifeHost, openLife, type StoreFlag, withStore } from "./life.js";

interface MoveFlags extends StoreFlag {
  readonly reason: string;
}

/** Adds `gramai models`, `gramai promote` and `gramai rollback` to the program. */
export function addModelCommands(program: Command): void {
  withStore(program.command("models"))
    .description("List model versions; * marks the one that serves")
    .action(async (flags: StoreFlag) => {
      await runModels(await openLife(flags));
    });
  withStore(program.command("promote"))
    .description("Let a model version serve, whatever its scores")
    .argument("<version>", "12 hex digits, see `gramai models`")
    .requiredOption("--reason <text>", "why, for the records")
    .action(async (version: string, flags: MoveFlags) => {
      await runPromote(version, flags.reason, await openLife(flags));
    });
  withStore(program.command("rollback"))
    .description("Let the previous model version serve again")
    .option("--reason <text>", "why, for the records", "rolled back")
    .action(async (flags: MoveFlags) => {
      await runRollback(flags.reason, await openLife(flags));
    });
}

/** `gramai promote VERSION`. @throws UnprocessableError, PreconditionFailedError */
export async function runPromote(
  version: string,
  reason: string,
  { life, user, write }: LifeHost,
): Promise<void> {
  await promoteByHand(life.model, version, { user, reason }, life);
  write(`${life.model} ${version} serves within a minute\n`);
}

/** `gramai rollback`. @throws UnprocessableError, PreconditionFailedError */
export async function runRollback(reason: string, { life, user, write }: LifeHost): Promise<void> {
  const alias = await rollBack(life.model, { user, reason }, life);
  write(`${life.model} ${alias.version ?? "(the embedded model)"} serves within a minute\n`);
}

/** `gramai models`. */
export async function runModels({ life, write }: Pick<LifeHost, "life" | "write">): Promise<void> {
  const { store, model } = life;
  const alias = await readAlias(store, model);
  const serving = alias?.value.version ?? null;
  const rows: string[][] = [[serving === null ? "*" : "", "embedded", "", ""]];
  for await (const { path } of store.list(`models/${model}/`)) {
    const version = new RegExp(`^${modelFolder(model, "([0-9a-f]{12})")}/manifest.json$`).exec(
      path,
    );
    if (!version?.[1]) continue;
    const manifest = await readJson(store, path, manifestSchema);
    if (!manifest) continue;
    const files = Object.values(manifest.value.files);
    const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
    const mark = version[1] === serving ? "*" : "";
    rows.push([mark, version[1], manifest.value.createdAt, megabytes.toFixed(1)]);
  }
  write(formatTable(["", "version", "made", "MB"], rows));
  if (alias) write(`${alias.value.reason} (${alias.value.by}, ${alias.value.at})\n`);
}
