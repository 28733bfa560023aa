import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { ConfigError, GramaiError } from "../core/errors.js";
import { VARIANTS } from "../core/variants/words.js";
import { type CorrectFlags, FORMAT_CHOICES, runCorrect } from "./correct.js";
import { addDatasetsCommand } from "./datasets.js";
import { addIngestCommand } from "./ingest.js";
import { InputError } from "./input.js";
import { addModelCommands } from "./models.js";
import { wantsColour } from "./output.js";
import { addReplayCommand } from "./replay.js";
import { addRunsCommand } from "./runs.js";
import { addServeCommand } from "./serve.js";
import { addTrainCommand } from "./train.js";

/** Exit status for a mistake in how the command was called. */
const USAGE = 2;

function toConfidence(value: string): number {
  const confidence = Number(value);
  if (value.trim() !== "" && confidence >= 0 && confidence <= 1) return confidence;
  throw new InvalidArgumentError("Expected a number from 0 to 1.");
}

function createProgram(): Command {
  const program = new Command("gramai")
    .description("Corrects English text on this machine")
    .exitOverride();
  program
    .command("correct")
    .description("Print the corrected text of files, of the words given, or of standard input")
    .argument(
      "[input...]",
      "files or quoted patterns; or the text itself; or - for standard input (default)",
    )
    .option("--write", "write the corrected text back to the files")
    .option("--check", "print what would change, a line each, and exit with 1 if anything would")
    .option("--json", "one JSON object per input: corrected text and edits")
    .option("--diff", "only the lines that change, with the changes marked")
    .addOption(
      new Option(
        "--format <format>",
        "how the text is written (default: by each file's name; plain for other text)",
      ).choices(FORMAT_CHOICES),
    )
    .addOption(
      new Option(
        "--variant <tag>",
        "how new words are spelt (default: spellings stay as they are)",
      ).choices(VARIANTS),
    )
    .option(
      "--ignore-file <file>",
      "words to leave alone, one a line (default: .gramai-words, or GRAMAI_WORDS_FILE)",
    )
    .option(
      "--min-confidence <number>",
      "drop edits the model is less sure of, 0 to 1",
      toConfidence,
    )
    .option("--model <folder|hub:id>", "model to use (default: the embedded one, or GRAMAI_MODEL)")
    .action(async (inputs: string[], flags: CorrectFlags) => {
      process.exitCode = await runCorrect(inputs, flags, {
        env: process.env,
        stdin: process.stdin,
        write: (text) => process.stdout.write(text),
        colour: wantsColour(process.env, process.stdout.isTTY),
        ...(process.stderr.isTTY && { progress: (text) => process.stderr.write(text) }),
      });
    });
  addServeCommand(program);
  addIngestCommand(program);
  addDatasetsCommand(program);
  addTrainCommand(program);
  addRunsCommand(program);
  addModelCommands(program);
  addReplayCommand(program);
  return program;
}

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed its message; help and version exit with 0.
    process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  } else if (error instanceof GramaiError) {
    console.error(`gramai: ${error.message}`);
    process.exitCode = error instanceof InputError || error instanceof ConfigError ? USAGE : 1;
  } else {
    throw error;
  }
}
