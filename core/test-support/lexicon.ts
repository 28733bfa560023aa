import { readFileSync } from "node:fs";
import { Lexicon } from "../spelling/lexicon.js";

/** The word list of the embedded model. */
export function embeddedLexicon(): Lexicon {
  const path = new URL("../../models/embedded/lexicon.txt", import.meta.url);
  return new Lexicon(readFileSync(path, "utf8"));
}

/** A lexicon of these words, all with frequency class 20 (a count of about 2,700). */
export function lexiconOf(words: readonly string[]): Lexicon {
  const key = (word: string): string => word.toLowerCase();
  const sorted = words.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  return new Lexicon(["gramai-lexicon 1", ...sorted.map((word) => `0${word}k`), ""].join("\n"));
}
