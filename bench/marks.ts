import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * Puts tables where a document has the marks of the command that makes them.
 * @param path of the document, from the repository's root.
 * @throws Error when it has no such marks.
 */
export function writeBetweenMarks(path: string, command: string, markdown: string): void {
  const [begin, end] = [`<!-- ${command}: begin -->`, `<!-- ${command}: end -->`];
  const text = readFileSync(join(ROOT, path), "utf8");
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  if (after === undefined) throw new Error(`Expected ${begin} and ${end} in ${path}`);
  writeFileSync(join(ROOT, path), `${before}${begin}\n${markdown}\n${end}${after}`);
}
