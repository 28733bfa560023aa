import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Edit } from "../correct.js";
import { applyEdits } from "../edits.js";
import { overlaps } from "../span.js";
import { type MadeDocument, makeDocument } from "../test-support/documents.js";
import { editingRewriter } from "../test-support/editing-rewriter.js";
import { Random } from "../test-support/random.js";
import { randomText } from "../test-support/texts.js";
import { correctDocument } from "./correct.js";
import { readDocument } from "./document.js";
import { FORMATS, type Format } from "./format.js";

/** Documents per format; with the repository's own, over 200. */
const DOCUMENTS = 60;

/** Random strings; GRAMAI_ROUND_TRIPS=100000 tries as many. */
const STRINGS = Number(process.env.GRAMAI_ROUND_TRIPS ?? 1000);

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const deps = { rewriter: editingRewriter() };

/** Corrects, and holds what must hold of any text: nothing outside the edits changes. */
async function correct(text: string, format: Format): Promise<readonly Edit[]> {
  const { corrected, edits } = await correctDocument(text, { format }, deps);
  let at = 0;
  let expected = "";
  let isInOrder = true;
  for (const { start, end, original, replacement } of edits) {
    isInOrder &&= start >= at && text.slice(start, end) === original;
    expected += text.slice(at, start) + replacement;
    at = end;
  }
  if (!isInOrder || corrected !== expected + text.slice(at)) {
    expect.fail(`${format}: ${JSON.stringify({ text, corrected, edits })}`);
  }
  return edits;
}

/** The mark-up of a text, piece by piece. */
async function markupOf(text: string, format: Format): Promise<readonly string[]> {
  const document = await readDocument(text, format);
  let at = 0;
  const gaps = (document?.prose ?? []).map(({ start, end }) => {
    const gap = text.slice(at, start);
    at = end;
    return gap;
  });
  return [...gaps, text.slice(at)];
}

const FOUND = ["markdown", "html", "latex"] as const satisfies readonly MadeDocument["format"][];

describe.each(FOUND)("%s made at random", (format) => {
  const random = new Random(7);
  const documents = Array.from({ length: DOCUMENTS }, () => makeDocument(random, format));

  it("keeps every byte of its mark-up and code", async () => {
    let changed = 0;
    for (const { source, fixed } of documents) {
      const edits = await correct(source, format);
      const wrong = edits.filter((edit) => fixed.some((span) => overlaps(span, edit)));
      expect({ source, wrong }).toEqual({ source, wrong: [] });
      const corrected = applyEdits(source, edits);
      expect(await markupOf(corrected, format)).toEqual(await markupOf(source, format));
      changed += edits.length;
    }
    expect(changed).toBeGreaterThan(5 * DOCUMENTS);
  });
});

describe("this repository's documents", () => {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) =>
      /^(?:[^/]+|docs\/.*|terraform\/[^/]+|models\/embedded\/[^/]+)\.md$/.test(file),
    )
    .filter((file) => file !== "docs/licences.md");

  it("keep their mark-up and code", async () => {
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const source = readFileSync(join(root, file), "utf8");
      const corrected = applyEdits(source, await correct(source, "markdown"));
      expect(corrected).not.toBe(source);
      expect(await markupOf(corrected, "markdown")).toEqual(await markupOf(source, "markdown"));
      const code = /^```[\s\S]*?^```|\]\([^)\s]+\)/gm;
      expect(corrected.match(code)).toEqual(source.match(code));
    }
  });
});

it(`changes nothing but what it edits in ${STRINGS} random strings`, async () => {
  const random = new Random(11);
  for (let n = 0; n < STRINGS; n++) {
    await correct(randomString(random), FORMATS[n % FORMATS.length] as Format);
  }
});

/** Words, marks of every format and characters from all of Unicode, lone surrogates included. */
function randomString(random: Random): string {
  let text = "";
  for (let n = random.int(0, 8); n > 0; n--) {
    text += random.pick<() => string>([
      () => randomText(random, 6),
      () => random.pick(MARKS),
      () => String.fromCharCode(random.int(0, 0x10000)),
      () => String.fromCodePoint(random.int(0, 0x110000)),
    ])();
  }
  return text;
}

const MARKS =
  "* ** _ ` ``` ~~~ # > - | [ ]( ) ![ ~~ $ $$ < </ <b> <!-- --> <script> & &amp; \\ \\begin{ } \\end{verbatim} \\verb| { % \\[ \\] \n \n\n \r\n \t \u00a0 --- ::: [^1]: ===".split(
    " ",
  );
