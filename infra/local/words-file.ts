import { readFileSync } from "node:fs";
import { ConfigError } from "../../core/errors.js";
import { OwnWords } from "../../core/own-words.js";

/**
 * The words of a text file, one a line; empty lines and lines that begin with "#" do
 * not count.
 * @throws ConfigError when there is no such file.
 */
export function readWordsFile(path: string): OwnWords {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new ConfigError(
      `GRAMAI_WORDS_FILE must be a text file with a word a line, cannot read "${path}" (${reason})`,
      { cause },
    );
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return new OwnWords(lines.filter((line) => !line.startsWith("#")));
}
