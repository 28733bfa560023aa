import { readFileSync } from "node:fs";
import { Lexicon } from "../spelling/lexicon.js";

/** A line of a lexicon, written out. */
export interface LexiconWord {
  /** As it is written. */
  readonly spelling: string;
  /** In lower case, as it is looked up. */
  readonly word: string;
  readonly frequencyClass: number;
}

function embeddedText(): string {
  const path = new URL("../../models/embedded/lexicon.txt", import.meta.url);
  return readFileSync(path, "utf8");
}

/** The word list of the embedded model. */
export function embeddedLexicon(): Lexicon {
  return new Lexicon(embeddedText());
}

/** Its words, in order. */
export function embeddedWords(): readonly LexiconWord[] {
  const lines = embeddedText().trimEnd().split("\n").slice(1);
  let spelling = "";
  return lines.map((line) => {
    spelling = spelling.slice(0, Number.parseInt(line.charAt(0), 36)) + line.slice(1, -1);
    const frequencyClass = Number.parseInt(line.slice(-1), 36);
    return { spelling, word: spelling.toLowerCase(), frequencyClass };
  });
}

/** A lexicon of these words. */
export function lexiconFrom(words: readonly LexiconWord[]): Lexicon {
  const sorted = words.toSorted((a, b) => (a.word < b.word ? -1 : 1));
  const lines = sorted.map((it) => `0${it.spelling}${it.frequencyClass.toString(36)}`);
  return new Lexicon(["gramai-lexicon 1", ...lines, ""].join("\n"));
}

/** A lexicon of these words, all with frequency class 20 (a count of about 2,700). */
export function lexiconOf(words: readonly string[]): Lexicon {
  return lexiconFrom(
    words.map((spelling) => ({ spelling, word: spelling.toLowerCase(), frequencyClass: 20 })),
  );
}
