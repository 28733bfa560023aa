import { applyEdits, type TextEdit } from "../core/edits.js";

/** A corrector under measurement: texts in, corrected texts out, in order. */
export interface System {
  readonly name: string;
  correct(texts: readonly string[]): Promise<string[]>;
  close?(): Promise<void>;
}

/** A peer from bench/node_modules (`npm ci --prefix bench`); named by a variable, since the product lacks its types. */
// biome-ignore lint/suspicious/noExplicitAny: the peers have no types here
function peer(name: string): Promise<any> {
  return import(name);
}

/** Gives every text back. */
export const nothing: System = {
  name: "do nothing",
  correct: async (texts) => [...texts],
};

/** Hunspell's en-US dictionary through nspell: its first suggestion for every lower-case word it does not know. */
export async function hunspell(): Promise<System> {
  const { default: nspell } = await peer("nspell");
  const { default: dictionary } = await peer("dictionary-en");
  const spell = nspell(dictionary);
  const known = new Map<string, string>();
  const respell = (word: string): string => {
    const right =
      known.get(word) ?? (spell.correct(word) ? word : (spell.suggest(word)[0] ?? word));
    known.set(word, right);
    return right;
  };
  return {
    name: "hunspell",
    correct: async (texts) =>
      texts.map((text) => text.replace(/(?<![A-Za-z])[a-z]+(?:'[a-z]+)?(?![A-Za-z])/g, respell)),
  };
}

interface HarperLint {
  span(): { start: number; end: number };
  suggestion_count(): number;
  suggestions(): { kind(): number; get_replacement_text(): string }[];
}

/** Harper's kinds of suggestion. */
const REPLACE = 0;
const REMOVE = 1;

/** Harper: the first suggestion of each finding; of overlapping findings the first. */
export async function harper(): Promise<System> {
  const { LocalLinter } = await peer("harper.js");
  const { binaryInlined } = await peer("harper.js/binaryInlined");
  const linter = new LocalLinter({ binary: binaryInlined });
  await linter.setup();
  return {
    name: "harper.js",
    correct: async (texts) => {
      const corrected: string[] = [];
      for (const text of texts) {
        const lints: HarperLint[] = await linter.lint(text, { language: "plaintext" });
        corrected.push(applyFirst(text, lints.flatMap(toEdit)));
      }
      return corrected;
    },
  };
}

/** A connection for each request: twins follow each other on one port, and one to the last cannot be used for the next. */
export const ONE_EACH = { connection: "close" };

/** GramAI as it is served: `POST /v1/correct` with default options. */
export function served(name: string, address: string, close: () => Promise<void>): System {
  return {
    name,
    close,
    correct: async (texts) => {
      const corrected: string[] = [];
      for (let at = 0; at < texts.length; at += 32) {
        const response = await fetch(`${address}/v1/correct`, {
          method: "POST",
          headers: { "content-type": "application/json", ...ONE_EACH },
          body: JSON.stringify({ texts: texts.slice(at, at + 32) }),
        });
        if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
        const answer = (await response.json()) as { results: { corrected: string }[] };
        corrected.push(...answer.results.map((result) => result.corrected));
      }
      return corrected;
    },
  };
}

function toEdit(lint: HarperLint): TextEdit[] {
  const suggestion = lint.suggestions()[0];
  if (suggestion === undefined) return [];
  const { start, end } = lint.span();
  if (suggestion.kind() === REPLACE) {
    return [{ start, end, replacement: suggestion.get_replacement_text() }];
  }
  if (suggestion.kind() === REMOVE) return [{ start, end, replacement: "" }];
  return [{ start: end, end, replacement: suggestion.get_replacement_text() }];
}

/** Carries out edits, of overlapping ones the first. */
function applyFirst(text: string, edits: readonly TextEdit[]): string {
  const kept: TextEdit[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start >= (kept.at(-1)?.end ?? 0)) kept.push(edit);
  }
  return applyEdits(text, kept);
}
