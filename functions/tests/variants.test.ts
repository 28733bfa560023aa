import { afterAll, beforeAll, expect, it } from "vitest";
import { checkResponseSchema } from "../../core/languagetool/response.js";
import { correctResponseSchema } from "../../core/request.js";
import { postJson, startServer, substitutingRewriter, type TestServer } from "./util.js";

/** A model that spells as America does, whatever the writer does. */
const SUBSTITUTIONS = { colour: "color", organise: "organize", nieghbour: "neighbor" };

let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    overrides: { loadRewriter: async () => substitutingRewriter(SUBSTITUTIONS) },
  });
});
afterAll(() => server.close());

const TEXT = "We organise the colour for a nieghbour.";

const ROWS: { variant?: string; corrected: string; tags: Record<string, string>[] }[] = [
  {
    corrected: "We organise the colour for a neighbor.",
    tags: [{ language: "en" }, { language: "auto" }],
  },
  {
    variant: "en-US",
    corrected: "We organize the color for a neighbor.",
    tags: [{ language: "en-US" }, { language: "auto", preferredVariants: "de-DE,en-US" }],
  },
  {
    variant: "en-GB",
    corrected: "We organise the colour for a neighbour.",
    tags: [
      { language: "en-GB" },
      { language: "en-NZ" },
      { language: "auto", preferredVariants: "en-ZA" },
    ],
  },
  {
    variant: "en-AU",
    corrected: "We organise the colour for a neighbour.",
    tags: [{ language: "en-AU" }],
  },
  {
    variant: "en-CA",
    corrected: "We organize the colour for a neighbour.",
    tags: [{ language: "en-CA" }],
  },
];

it.each(ROWS)("spells $variant as asked for, else as written", async (row) => {
  const { variant, corrected, tags } = row;
  const options = variant === undefined ? {} : { options: { variant } };
  const answer = await postJson(server.url, { text: TEXT, ...options });
  expect(correctResponseSchema.parse(await answer.json()).corrected).toBe(corrected);
  for (const tag of tags) {
    const body = new URLSearchParams({ text: TEXT, ...tag });
    const checked = await fetch(`${server.url}/v2/check`, { method: "POST", body });
    const { matches } = checkResponseSchema.parse(await checked.json());
    const applied = matches.reduceRight(
      (text, { offset, length, replacements }) =>
        text.slice(0, offset) + replacements[0]?.value + text.slice(offset + length),
      TEXT,
    );
    expect(applied, JSON.stringify(tag)).toBe(corrected);
  }
});
