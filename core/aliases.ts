import * as z from "zod";
import { datasetVersionSchema } from "./dataset-manifest.js";
import { UnprocessableError } from "./errors.js";
import type { ObjectStore } from "./object-store.js";
import { readJson, type Stored, writeJson } from "./stored-json.js";

/** The alias that serving instances follow. */
export const SERVING = "serving";

/** Versions remembered for rolling back, beside the previous one. */
const MAX_EARLIER = 20;

/** Null: the model that comes with the product. */
const targetSchema = datasetVersionSchema.nullable();

/** `models/<name>/aliases/<alias>.json`. */
export const aliasSchema = z.object({
  version: targetSchema,
  previous: targetSchema
    .optional()
    .meta({ description: "Where a rollback leads; absent: nowhere" }),
  earlier: z.array(targetSchema).default([]).meta({ description: "Before the previous one" }),
  refused: z.array(datasetVersionSchema).default([]).meta({
    description: "Versions taken back; no run promotes them again",
  }),
  at: z.iso.datetime({ offset: true }),
  by: z.string(),
  reason: z.string(),
});

export type Alias = z.infer<typeof aliasSchema>;

/** Who moves an alias, when and why. */
export interface Mover {
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
}

export function aliasPath(model: string, alias: string = SERVING): string {
  return `models/${model}/aliases/${alias}.json`;
}

export function modelFolder(model: string, version: string): string {
  return `models/${model}/${version}`;
}

/** Undefined when nothing was ever promoted. */
export function readAlias(store: ObjectStore, model: string): Promise<Stored<Alias> | undefined> {
  return readJson(store, aliasPath(model), aliasSchema);
}

/** The alias after a promotion. A promotion by hand of a refused version lifts the refusal. */
export function promoted(before: Alias | undefined, version: string, mover: Mover): Alias {
  const { version: previous, earlier, refused } = history(before);
  return {
    version,
    previous,
    earlier: earlier.slice(0, MAX_EARLIER),
    refused: refused.filter((other) => other !== version),
    ...stamp(mover),
  };
}

/**
 * The alias after a rollback: the previous version serves, the one taken back is refused.
 * @throws UnprocessableError when there is nothing to go back to.
 */
export function rolledBack(before: Alias | undefined, mover: Mover): Alias {
  if (before?.previous === undefined) {
    throw new UnprocessableError("There is no previous version to roll back to");
  }
  const [previous, ...earlier] = before.earlier;
  const refused = [...before.refused, ...(before.version === null ? [] : [before.version])];
  return {
    version: before.previous,
    ...(previous !== undefined && { previous }),
    earlier,
    refused: [...new Set(refused)].filter((version) => version !== before.previous),
    ...stamp(mover),
  };
}

/**
 * Writes the alias over the generation that was read.
 * @throws PreconditionFailedError when somebody moved it meanwhile.
 */
export function writeAlias(
  store: ObjectStore,
  model: string,
  alias: Alias,
  before: Stored<Alias> | undefined,
): Promise<string> {
  const ifGeneration = before?.generation ?? "absent";
  return writeJson(store, aliasPath(model), alias, { ifGeneration });
}

function history(before: Alias | undefined) {
  if (!before) return { version: null, earlier: [], refused: [] };
  const earlier =
    before.previous === undefined ? before.earlier : [before.previous, ...before.earlier];
  return { version: before.version, earlier, refused: before.refused };
}

function stamp({ at, by, reason }: Mover) {
  return { at: at.toISOString(), by, reason };
}
