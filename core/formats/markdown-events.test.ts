import { readFileSync } from "node:fs";
import { parse, postprocess, preprocess } from "micromark";
import { frontmatter } from "micromark-extension-frontmatter";
import { gfm } from "micromark-extension-gfm";
import { math } from "micromark-extension-math";
import { expect, it } from "vitest";
import { makeDocument } from "../test-support/documents.js";
import { Random } from "../test-support/random.js";
import { randomText } from "../test-support/texts.js";
import { readDocument } from "./document.js";
import { type Event, markdownEvents } from "./markdown-events.js";

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

/** What tells one event from another. */
const shown = ([kind, { type, start, end }]: Event) => [kind, type, start.offset, end.offset];

function inOneGo(source: string): unknown[] {
  const more = source.includes("$") ? [math()] : [];
  const extensions = [gfm(), frontmatter(["yaml", "toml"]), ...more];
  const chunks = preprocess()(source, "utf8", true);
  return postprocess(parse({ extensions }).document().write(chunks)).map(shown);
}

async function inTurns(source: string) {
  const events: unknown[] = [];
  let turns = 0;
  const turn = async () => {
    turns++;
  };
  for await (const blocks of markdownEvents(source, turn)) events.push(...blocks.map(shown));
  return { events, turns };
}

const random = new Random(11);
const MARKS = [..."*_`[]()<>#-+|~$\\!:=&1.^ab ", "\n", "\n\n", "    ", "\t", "```", "$$", "[^a]"];
const randomMarks = (): string =>
  Array.from({ length: random.int(1, 60) }, () => random.pick(MARKS)).join("");
const made = Array.from({ length: 40 }, () => makeDocument(random, "markdown").source);
const rows: readonly { name: string; sources: readonly string[] }[] = [
  { name: "this repository's documents", sources: ["README.md", "docs/formats.md"].map(read) },
  { name: "documents made at random", sources: [...made, made.join("\n\n")] },
  { name: "any words", sources: Array.from({ length: 300 }, () => randomText(random, 40)) },
  { name: "any marks", sources: Array.from({ length: 600 }, randomMarks) },
  { name: "little", sources: ["", "a", "\r\n", "# ", "> - a\n\nb"] },
  {
    name: "a key that is told at the end",
    sources: [`See [it][a].\n\n${"All is well.\n\n".repeat(2000)}[a]: https://example.org`],
  },
  { name: "one long line", sources: [`${"all is *well* ".repeat(1500)}\r\n`] },
];
it.each(rows)("gives what the parser gives in one go: $name", async ({ sources }) => {
  for (const source of sources) expect((await inTurns(source)).events).toEqual(inOneGo(source));
});

it("lets others go first all along a long text", async () => {
  const { turns } = await inTurns("All is *well* with the `code`.\n\n".repeat(6000));
  expect(turns).toBeGreaterThan(200);
});

it("stops within a long text", async () => {
  const controller = new AbortController();
  const reading = readDocument("All is *well*.\n\n".repeat(2000), "markdown", controller.signal);
  setImmediate(() => controller.abort());
  await expect(reading).rejects.toThrow("The request was cancelled");
});
