import type { Random } from "./random.js";

/** A word with a letter put in, left out or written for another. */
export function misspell(random: Random, word: string): string {
  const at = random.int(0, word.length);
  const letter = random.pick([..."etaoinshr"]);
  const rest = word.slice(at + 1);
  return word.slice(0, at) + random.pick([letter + rest, rest, letter + (word[at] ?? "") + rest]);
}
