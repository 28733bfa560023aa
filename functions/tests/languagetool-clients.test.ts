import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkResponseSchema } from "../../core/languagetool/response.js";
import { startServer, type TestServer } from "./util.js";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const TEXT = "He have a \u{1f4ec} car.";
const MARKED = JSON.stringify({
  annotation: [
    { text: "He " },
    { markup: "**" },
    { text: "have" },
    { markup: "**", interpretAs: "" },
    { text: " a \u{1f4ec} car." },
  ],
});

/** Parameters as each client sends them, after its public source. */
const CLIENTS: readonly { name: string; base: string; form: Record<string, string> }[] = [
  {
    name: "browser add-on, first of its two calls",
    base: "/v2",
    form: {
      data: JSON.stringify({ text: TEXT }),
      textSessionId: "21432:1732700000000",
      enableHiddenRules: "true",
      level: "picky",
      language: "auto",
      noopLanguages: "de,en",
      preferredLanguages: "de,en",
      preferredVariants: "en-US,de-DE,pt-BR,ca-ES",
      disabledRules: "WHITESPACE_RULE",
      useragent: "chrome-extension-mv3-ng",
      mode: "allButTextLevelOnly",
      allowIncompleteResults: "true",
    },
  },
  {
    name: "LibreOffice",
    base: "/v2",
    form: { text: TEXT, language: "en-US", username: "u@example.org", apiKey: "k" },
  },
  {
    name: "LanguageTool's office extension, with a server set",
    base: "/v2",
    form: {
      language: "en-US",
      text: TEXT,
      motherTongue: "de-DE",
      disabledRules: "HUNSPELL_RULE,GERMAN_SPELLER_RULE",
      enabledRules: "TOO_LONG_PARAGRAPH",
      level: "picky",
      mode: "allButTextLevelOnly",
      toolMode: "sentence",
      useragent: "LibreOffice",
    },
  },
  {
    name: "Obsidian, LanguageTool Integration",
    base: "/v2",
    form: {
      data: MARKED,
      language: "auto",
      enabledOnly: "false",
      level: "default",
      motherTongue: "de",
      preferredVariants: "en-US,de-DE",
    },
  },
  {
    name: "Thunderbird add-on",
    base: "/v2",
    form: {
      data: JSON.stringify({ text: TEXT }),
      language: "auto",
      preferredVariants: "en-GB",
      useragent: "thunderbird-extension-ng",
      mode: "all",
    },
  },
  {
    name: "LTeX and LTeX+",
    base: "/v2",
    form: {
      language: "en-US",
      data: MARKED,
      enabledRules: "",
      disabledRules: "PUNCTUATION_PARAGRAPH_END",
      enabledOnly: "false",
      level: "default",
    },
  },
  {
    name: "VS Code, LanguageTool Linter",
    base: "/v2",
    form: {
      data: MARKED,
      language: "auto",
      motherTongue: "en-US",
      disabledCategories: "TYPOGRAPHY",
    },
  },
  {
    name: "language_tool_python",
    base: "/v2",
    form: { language: "en-US", text: TEXT, motherTongue: "fr" },
  },
  {
    name: "Emacs, langtool with an HTTP server",
    base: "/v2",
    form: { text: TEXT, language: "en-US", disabledRules: "WHITESPACE_RULE" },
  },
  { name: "an old client", base: "", form: { text: TEXT, language: "en" } },
];

describe("requests in the shape of clients", () => {
  it.each(CLIENTS)("$name gets its match", async ({ base, form }) => {
    const response = await fetch(`${server.url}${base}/check`, {
      method: "POST",
      body: new URLSearchParams(form),
    });
    expect(response.status).toBe(200);
    const { matches } = checkResponseSchema.parse(await response.json());
    expect(
      matches.map(({ offset, length, replacements }) => [offset, length, replacements]),
    ).toEqual([[form.data === MARKED ? 5 : 3, 4, [{ value: "has" }]]]);
  });

  it("the browser add-on's second call is answered without matches", async () => {
    const [{ form }] = CLIENTS as [(typeof CLIENTS)[number]];
    const response = await fetch(`${server.url}/v2/check`, {
      method: "POST",
      body: new URLSearchParams({ ...form, mode: "textLevelOnly" }),
    });
    expect(checkResponseSchema.parse(await response.json()).matches).toEqual([]);
  });
});
