import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { glob } from "tinyglobby";
import { GramaiError } from "../core/errors.js";

/** The command was given something it cannot read; the message says what and what to do. */
export class InputError extends GramaiError {
  override readonly name = "InputError";
  readonly code = "input";
}

/** A text to correct and, where it has one, the file it came from. */
export interface Input {
  readonly file?: string;
  readonly text: string;
}

/**
 * What the arguments mean: files where each names one (or looks like a path, or a pattern such as
 * `docs/**\/*.md`), standard input for "-" or nothing, otherwise the text itself.
 * @throws InputError for a missing file, a pattern that fits none, and bytes that are not UTF-8.
 */
export async function readInputs(
  inputs: readonly string[],
  stdin: AsyncIterable<Uint8Array | string>,
): Promise<readonly Input[]> {
  if (inputs.length === 0) return [{ text: await readStream(stdin) }];
  if (!inputs.every((input) => input === "-" || existsSync(input) || looksLikePath(input))) {
    return [{ text: inputs.join(" ") }];
  }
  const read: Input[] = [];
  for (const input of inputs) {
    if (input === "-") read.push({ text: await readStream(stdin) });
    else if (isPattern(input)) {
      for (const file of await filesOf(input)) read.push({ file, text: await readText(file) });
    } else read.push({ file: input, text: await readText(input) });
  }
  return read;
}

/** A single word with a slash or a file's ending: more likely a mistyped path than a text. */
function looksLikePath(input: string): boolean {
  return !/\s/.test(input) && /[/\\]|[\w*}\]]\.(txt|md|markdown|rst|tex|html?)$/i.test(input);
}

function isPattern(input: string): boolean {
  return /[*{[]/.test(input) && !existsSync(input);
}

/** Files that a pattern fits, sorted; those of installed packages are nobody's text. */
async function filesOf(pattern: string): Promise<readonly string[]> {
  const files = await glob(pattern.replaceAll("\\", "/"), { ignore: ["**/node_modules/**"] });
  if (files.length === 0) throw new InputError(`cannot read ${pattern}: no file fits this pattern`);
  return files.toSorted();
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === "ENOENT" ? "no such file" : (error.code ?? "unreadable");
    throw new InputError(`cannot read ${file}: ${reason}`, { cause: error });
  });
  return decode(bytes, file);
}

async function readStream(stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) {
    chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  }
  return decode(Buffer.concat(chunks), "standard input");
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new InputError(`cannot read ${name}: expected text in UTF-8`, { cause: error });
  }
}
