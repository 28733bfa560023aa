import { availableParallelism } from "node:os";
import { correctText } from "../core/correct.js";
import { toConfig } from "../functions/config.js";
import { loadRewriter } from "../functions/context.js";
import { readEnv } from "../functions/env.js";
import { readInputs } from "./input.js";
import { COLOUR_MARKS, formatDiff, PLAIN_MARKS } from "./output.js";

export interface CorrectFlags {
  readonly json?: boolean;
  readonly diff?: boolean;
  readonly minConfidence?: number;
  readonly model?: string;
}

export interface CliHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly colour: boolean;
  write(text: string): void;
}

/**
 * `gramai correct`: reads, corrects and prints.
 * @throws InputError, ConfigError for the caller's mistakes; ModelError when no model can be loaded.
 */
export async function runCorrect(
  args: readonly string[],
  flags: CorrectFlags,
  host: CliHost,
): Promise<void> {
  const env = flags.model ? { ...host.env, GRAMAI_MODEL: flags.model } : host.env;
  const config = toConfig(readEnv(env), { cores: availableParallelism() });
  const inputs = await readInputs(args, host.stdin);
  const rewriter = await loadRewriter(config);
  try {
    for (const { file, text } of inputs) {
      const options = { minConfidence: flags.minConfidence };
      const { corrected, edits } = await correctText(text, options, { rewriter });
      if (flags.json) {
        host.write(`${JSON.stringify({ ...(file && { file }), corrected, edits })}\n`);
      } else if (flags.diff) {
        host.write(formatDiff(text, edits, host.colour ? COLOUR_MARKS : PLAIN_MARKS, file));
      } else {
        host.write(corrected.endsWith("\n") ? corrected : `${corrected}\n`);
      }
    }
  } finally {
    await rewriter.close();
  }
}
