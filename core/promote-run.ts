import * as z from "zod";
import { type Alias, modelFolder, promoted, readAlias, rolledBack, writeAlias } from "./aliases.js";
import { UnprocessableError } from "./errors.js";
import { type EvaluateDeps, measureBoth, setRunState } from "./evaluate-run.js";
import { type Evaluation, evaluationSchema } from "./evaluation.js";
import { UnknownRunError } from "./life-errors.js";
import { type ObjectStore, PreconditionFailedError } from "./object-store.js";
import { decidePromotion, type PromotionDecision } from "./promotion.js";
import { runPaths } from "./run.js";
import { readJson, type Stored, writeJson } from "./stored-json.js";
import { runNameSchema } from "./train-request.js";

/** `promotion.json` of a run: whether its model was promoted, and why. */
export const promotionSchema = z.object({
  schema: z.literal(1),
  run: runNameSchema,
  at: z.iso.datetime({ offset: true }),
  version: z.string(),
  servingBefore: z.string().nullable(),
  promote: z.boolean(),
  reason: z.string(),
  checks: z.array(z.object({ name: z.string(), passed: z.boolean(), says: z.string() })),
});

export type Promotion = z.infer<typeof promotionSchema>;

/** Told of each version that starts to serve, to make it known elsewhere. */
export interface ModelRegistry {
  /** Safe to repeat. */
  announce(model: string, version: string): Promise<void>;
}

export interface PromoteDeps extends EvaluateDeps {
  readonly registry: ModelRegistry;
}

/**
 * Decides on an evaluated run and moves the alias where the decision is yes. Run twice, or killed
 * half way and run again, it ends in the same files.
 * @throws UnknownRunError when the run has no evaluation.
 */
export async function promoteRun(run: string, deps: PromoteDeps): Promise<Promotion> {
  const paths = runPaths(run);
  const done = await readJson(deps.store, paths.promotion, promotionSchema);
  if (done) {
    await finish(done.value, deps);
    return done.value;
  }
  const stored = await readJson(deps.store, paths.evaluation, evaluationSchema);
  if (!stored)
    throw new UnknownRunError(`${paths.evaluation} is not there: evaluate the run first`);
  const promotion = await decide(run, stored.value, deps);
  try {
    await writeJson(deps.store, paths.promotion, promotion, { ifGeneration: "absent" });
  } catch (error) {
    if (!(error instanceof PreconditionFailedError)) throw error;
    return promoteRun(run, deps);
  }
  await finish(promotion, deps);
  return promotion;
}

async function decide(run: string, first: Evaluation, deps: PromoteDeps): Promise<Promotion> {
  const version = first.candidate.version as string;
  let evaluation = first;
  for (;;) {
    const alias = await readAlias(deps.store, deps.model);
    const serving = alias?.value.version ?? null;
    if (serving === version && alias?.value.by === moverOf(run)) {
      // Moved before we were killed.
      return describe(
        run,
        version,
        alias.value.previous ?? null,
        {
          promote: true,
          reason: alias.value.reason,
          checks: decidePromotion(evaluation).checks,
        },
        deps,
      );
    }
    if (evaluation.serving.version !== serving) {
      evaluation = await remeasure(run, version, deps);
      continue;
    }
    const decision = decidePromotion(evaluation, alias?.value.refused);
    if (decision.promote && !(await move(run, version, decision, alias, deps))) continue;
    return describe(run, version, serving, decision, deps);
  }
}

/** Somebody else moved the alias since the evaluation: compare with what serves now. */
async function remeasure(run: string, version: string, deps: PromoteDeps): Promise<Evaluation> {
  const evaluation = await measureBoth(run, version, deps);
  await writeJson(deps.store, runPaths(run).evaluation, evaluation);
  return evaluation;
}

/** False when somebody else moved the alias meanwhile. */
async function move(
  run: string,
  version: string,
  { reason }: PromotionDecision,
  before: Stored<Alias> | undefined,
  deps: PromoteDeps,
): Promise<boolean> {
  const mover = { at: deps.now(), by: moverOf(run), reason };
  try {
    await writeAlias(deps.store, deps.model, promoted(before?.value, version, mover), before);
    return true;
  } catch (error) {
    if (error instanceof PreconditionFailedError) return false;
    throw error;
  }
}

async function finish(promotion: Promotion, deps: PromoteDeps): Promise<void> {
  const { run, promote, reason, version } = promotion;
  if (promote) await deps.registry.announce(deps.model, version);
  await setRunState(run, promote ? "promoted" : "kept", reason, deps);
}

function moverOf(run: string): string {
  return `run ${run}`;
}

function describe(
  run: string,
  version: string,
  servingBefore: string | null,
  decision: PromotionDecision,
  deps: PromoteDeps,
): Promotion {
  const { promote, reason, checks } = decision;
  const at = deps.now().toISOString();
  return { schema: 1, run, at, version, servingBefore, promote, reason, checks: [...checks] };
}

/**
 * Promotes a version by hand, whatever its scores.
 * @throws UnprocessableError when there is no such version. @throws PreconditionFailedError
 */
export async function promoteByHand(
  model: string,
  version: string,
  by: { readonly user: string; readonly reason: string },
  deps: Pick<PromoteDeps, "store" | "now" | "registry">,
): Promise<Alias> {
  if (!(await hasVersion(deps.store, model, version))) {
    throw new UnprocessableError(
      `There is no model ${model}/${version}; \`gramai models\` lists what there is`,
    );
  }
  const before = await readAlias(deps.store, model);
  const mover = { at: deps.now(), by: by.user, reason: by.reason };
  const alias = promoted(before?.value, version, mover);
  await writeAlias(deps.store, model, alias, before);
  await deps.registry.announce(model, version);
  return alias;
}

/** Goes back to the previous version. @throws UnprocessableError, PreconditionFailedError */
export async function rollBack(
  model: string,
  by: { readonly user: string; readonly reason: string },
  deps: Pick<PromoteDeps, "store" | "now" | "registry">,
): Promise<Alias> {
  const before = await readAlias(deps.store, model);
  const alias = rolledBack(before?.value, { at: deps.now(), by: by.user, reason: by.reason });
  await writeAlias(deps.store, model, alias, before);
  if (alias.version !== null) await deps.registry.announce(model, alias.version);
  return alias;
}

async function hasVersion(store: ObjectStore, model: string, version: string): Promise<boolean> {
  const path = `${modelFolder(model, version)}/manifest.json`;
  return /^[0-9a-f]{12}$/.test(version) && (await store.stat(path)) !== undefined;
}
