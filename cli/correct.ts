import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { Correction } from "../core/correct.js";
import { ConfigError } from "../core/errors.js";
import { correctDocument, type DocumentOptions } from "../core/formats/correct.js";
import { FORMATS, formatOfFile } from "../core/formats/format.js";
import type { OwnWords } from "../core/own-words.js";
import type { Rewriter } from "../core/ports.js";
import type { Variant } from "../core/variants/words.js";
import { toConfig } from "../functions/config.js";
import { loadRewriter } from "../functions/context.js";
import { readEnv } from "../functions/env.js";
import { readWordsFile } from "../infra/local/words-file.js";
import { inOrder } from "./in-order.js";
import { type Input, InputError, readInputs } from "./input.js";
import { COLOUR_MARKS, formatDiff, formatFindings, PLAIN_MARKS } from "./output.js";
import { progressBar } from "./progress.js";

export interface CorrectFlags {
  readonly write?: boolean;
  readonly check?: boolean;
  readonly json?: boolean;
  readonly diff?: boolean;
  readonly format?: (typeof FORMATS)[number] | "auto";
  readonly variant?: Variant;
  readonly ignoreFile?: string;
  readonly minConfidence?: number;
  readonly model?: string;
}

export interface CliHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly colour: boolean;
  write(text: string): void;
  /** Shows progress on a terminal; undefined where there is none. */
  readonly progress?: (text: string) => unknown;
}

/** What `--format` may be. */
export const FORMAT_CHOICES = [...FORMATS, "auto"] as const;

/** Exit status where `--check` finds something. */
const FOUND = 1;

/** Words to leave alone, one a line, where neither a flag nor a setting names another file. */
const WORDS_FILE = ".gramai-words";

/** Texts in work together, so that short files fill the workers. */
const TEXTS_AT_ONCE = 4;

/**
 * `gramai correct`: reads, corrects, and prints or writes.
 * @returns the exit status: 1 where `--check` found something, else 0.
 * @throws InputError, ConfigError for the caller's mistakes; ModelError when no model can be loaded.
 */
export async function runCorrect(
  args: readonly string[],
  flags: CorrectFlags,
  host: CliHost,
): Promise<number> {
  if (flags.write && flags.check) {
    throw new InputError("--write and --check exclude each other; choose one");
  }
  const env = {
    ...(existsSync(WORDS_FILE) && { GRAMAI_WORDS_FILE: WORDS_FILE }),
    ...host.env,
    ...(flags.model && { GRAMAI_MODEL: flags.model }),
    ...(flags.ignoreFile && { GRAMAI_WORDS_FILE: flags.ignoreFile }),
  };
  const config = toConfig(readEnv(env), { cores: availableParallelism() });
  const inputs = await readInputs(args, host.stdin);
  if (flags.write && inputs.some(({ file }) => file === undefined)) {
    throw new InputError("--write needs files; for text or standard input, redirect the output");
  }
  const ownWords = config.wordsFile ? [readWordsFile(config.wordsFile)] : [];
  const rewriter = await loadRewriter(config);
  const bar = progressBar(inputs.length, host.progress);
  let found = 0;
  try {
    const correct = (input: Input) => correctInput(input, flags, ownWords, rewriter);
    for await (const [input, correction] of inOrder(inputs, TEXTS_AT_ONCE, correct)) {
      bar.clear();
      found += correction.edits.length;
      await report(input, correction, flags, host);
      bar.step();
    }
  } finally {
    bar.clear();
    await rewriter.close();
  }
  return flags.check && found > 0 ? FOUND : 0;
}

function correctInput(
  { file, text }: Input,
  { format, variant, minConfidence }: CorrectFlags,
  ownWords: readonly OwnWords[],
  rewriter: Rewriter,
): Promise<Correction> {
  const options: DocumentOptions = {
    minConfidence,
    variant,
    ownWords,
    format: format ?? (file === undefined ? "plain" : formatOfFile(file)),
  };
  return correctDocument(text, options, { rewriter });
}

async function report(
  { file, text }: Input,
  { corrected, edits }: Correction,
  flags: CorrectFlags,
  host: CliHost,
): Promise<void> {
  if (flags.write && file !== undefined && edits.length > 0) {
    await writeFile(file, corrected).catch((error: NodeJS.ErrnoException) => {
      throw new ConfigError(`cannot write ${file}: ${error.code}`, { cause: error });
    });
  }
  if (flags.json) {
    host.write(`${JSON.stringify({ ...(file && { file }), corrected, edits })}\n`);
  } else if (flags.diff) {
    host.write(formatDiff(text, edits, host.colour ? COLOUR_MARKS : PLAIN_MARKS, file));
  } else if (flags.check || flags.write) {
    host.write(formatFindings(text, edits, file));
  } else {
    host.write(corrected.endsWith("\n") ? corrected : `${corrected}\n`);
  }
}
