import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applyEdits } from "./edits.js";
import { CLASS_RULES } from "./languagetool/rules.js";
import { normalise } from "./normalise.js";
import { sentenceEdits } from "./sentence-edits.js";

const MARK = /\[([^>\]]*)>([^\]]*)\]/g;

const STATS = { decoderCalls: 0, sourceTokens: 0, targetTokens: 0 };

interface Row {
  readonly marked: string;
  readonly kinds: string;
  readonly messages: string;
}

/** Sentences with their edits as "[original>replacement]", the kinds and the messages of the edits. */
const ROWS: Row[] = read("edit-kinds.tsv").map((line) => {
  const [marked = "", kinds = "", messages = ""] = line.split("\t");
  return { marked, kinds, messages };
});

const REGRESSIONS = read("regressions.jsonl").map(
  (line) => JSON.parse(line) as { source: string; targets: string[] },
);

function read(name: string): string[] {
  const text = readFileSync(new URL(`testdata/${name}`, import.meta.url), "utf8");
  return text.split("\n").filter((line) => line !== "");
}

function editsBetween(source: string, text: string) {
  const rewrite = { text, tokens: [], endLogProb: 0, stats: STATS };
  return sentenceEdits(source, normalise(source), rewrite, "en-US");
}

describe("sentenceEdits", () => {
  it.each(ROWS)("$marked is $kinds", ({ marked, kinds, messages }) => {
    const edits = editsBetween(marked.replace(MARK, "$1"), marked.replace(MARK, "$2"));
    expect(edits.map(({ type }) => type).join(" ")).toBe(kinds);
    expect(edits.map(({ message }) => message).join(" / ")).toBe(messages);
  });

  it.each([
    ["Dear Ms Carter,", "Dear Ms Carter.", 0],
    ["What is needed:", "What is needed.", 0],
    ["What is need:", "What is needed:.", 1],
    ["first the flour; ", "First the flour. ", 1],
    ["We went home, it rained", "We went home; it rained.", 2],
  ])("leaves a mark alone that leads on: %j", (source, text, count) => {
    const edits = editsBetween(source, text);
    expect(edits).toHaveLength(count);
    expect(applyEdits(source, edits).trimEnd().at(-1)).toBe(
      /\p{L}$/u.test(source) ? "." : source.trimEnd().at(-1),
    );
  });

  it.each(REGRESSIONS)("names the words and a known kind: $source", ({ source, targets }) => {
    for (const edit of targets.flatMap((target) => editsBetween(source, target))) {
      expect(edit.message).toMatch(/\u201c.+\u201d.*[.?]$/);
      const name = edit.type.slice(2);
      expect(name === "SPELL" || CLASS_RULES[name] !== undefined, edit.type).toBe(true);
    }
  });
});
