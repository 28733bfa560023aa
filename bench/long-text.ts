import { readFileSync } from "node:fs";

const REGRESSIONS = new URL("../core/testdata/regressions.jsonl", import.meta.url);
const SENTENCES_A_PARAGRAPH = 7;

/**
 * The sources of the everyday mistakes over and over, in paragraphs that each say their number.
 * @param least how long the text is to be, in words or in UTF-16 units.
 */
export function longText(least: { words: number } | { units: number }): string {
  const lines = readFileSync(REGRESSIONS, "utf8").trim().split("\n");
  const sources = lines.map((line) => JSON.parse(line).source as string);
  const paragraphs: string[] = [];
  const left = () => {
    const made = paragraphs.join("\n\n");
    return "words" in least ? least.words - made.split(/\s+/).length : least.units - made.length;
  };
  while (left() > 0) {
    const n = paragraphs.length;
    const from = (n * SENTENCES_A_PARAGRAPH) % sources.length;
    const paragraph = [...sources, ...sources].slice(from, from + SENTENCES_A_PARAGRAPH).join(" ");
    paragraphs.push(`${n + 1} things were said. ${paragraph}`);
  }
  return paragraphs.join("\n\n");
}
