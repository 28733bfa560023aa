import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** A step of cloudbuild.yaml, as far as we use them. */
export interface BuildStep {
  readonly id: string;
  readonly name: string;
  readonly entrypoint: string;
  readonly args: readonly string[];
  readonly env?: readonly string[];
  readonly waitFor: readonly string[];
  readonly timeout: string;
}

export interface BuildFile {
  readonly steps: readonly BuildStep[];
  readonly substitutions: Readonly<Record<string, string>>;
  readonly options: { readonly env: readonly string[] };
  readonly serviceAccount: string;
  readonly timeout: string;
}

/** Substitutions that Cloud Build itself sets. */
export const BUILT_IN_SUBSTITUTIONS = ["BUILD_ID", "COMMIT_SHA", "PROJECT_ID"] as const;

export function readBuildFile(path: string): BuildFile {
  return parse(readFileSync(path, "utf8"));
}

/** A variable that a step's command is made of is not set. */
export class MissingVariableError extends Error {
  override readonly name = "MissingVariableError";
  constructor(variable: string) {
    super(`Expected ${variable} in the environment, got none`);
  }
}

/** What a step runs, for a shell on this machine. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A step as a command with all substitutions filled in: from `given` (`REGION` for `_REGION`), else
 * from the file's defaults.
 * @throws RangeError naming the steps there are. @throws MissingVariableError
 */
export function commandOf(
  build: BuildFile,
  id: string,
  given: Readonly<Record<string, string | undefined>>,
): Command {
  const step = build.steps.find((candidate) => candidate.id === id);
  if (!step) {
    const ids = build.steps.map((known) => known.id);
    throw new RangeError(`Expected a step out of ${ids.join(", ")}, got "${id}"`);
  }
  const fill = (text: string): string =>
    text.replaceAll(/\$\{?([A-Z_][A-Z_0-9]*)\}?/g, (_, name: string) => {
      const variable = name.replace(/^_/, "");
      const value = given[variable] ?? build.substitutions[name];
      if (value === undefined) throw new MissingVariableError(variable);
      return fill(value);
    });
  return {
    file: fill(step.entrypoint),
    args: step.args.map(fill),
    env: Object.fromEntries(
      [...build.options.env, ...(step.env ?? [])].flatMap((pair) => pairOf(pair, fill)),
    ),
  };
}

/** Name and value of `NAME=value`; nothing where a variable is missing: scripts say themselves what they need. */
function pairOf(pair: string, fill: (text: string) => string): readonly [string, string][] {
  const at = pair.indexOf("=");
  try {
    return [[pair.slice(0, at), fill(pair.slice(at + 1))]];
  } catch (error) {
    if (error instanceof MissingVariableError) return [];
    throw error;
  }
}
