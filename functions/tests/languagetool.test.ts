import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckResponse, checkResponseSchema } from "../../core/languagetool/response.js";
import { startServer, substitutingRewriter, type TestServer } from "./util.js";

const SUBSTITUTIONS = {
  "He have": "He has",
  recieve: "receive",
  "in car": "in the car",
  However: "However,",
};

let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    overrides: { loadRewriter: async () => substitutingRewriter(SUBSTITUTIONS) },
  });
});
afterAll(() => server.close());

/** POST of a form, as most clients send it. */
function postForm(parameters: Readonly<Record<string, string>>, path = "/v2/check") {
  return fetch(server.url + path, { method: "POST", body: new URLSearchParams(parameters) });
}

async function check(parameters: Readonly<Record<string, string>>): Promise<CheckResponse> {
  const response = await postForm({ language: "en-US", ...parameters });
  expect(response.status).toBe(200);
  return checkResponseSchema.parse(await response.json());
}

/** Carries out the first replacement of every match, as clients do. */
function apply(text: string, { matches }: CheckResponse): string {
  return matches.toReversed().reduce((result, { offset, length, replacements }) => {
    const value = replacements[0]?.value ?? "";
    return result.slice(0, offset) + value + result.slice(offset + length);
  }, text);
}

describe("/v2/check", () => {
  it("answers with every field that clients read, offsets in UTF-16 units", async () => {
    const text = "\u{1f642}\u{1f469}\u200d\u{1f469} Hi.\nI recieve mail.";
    const answer = await check({ text });
    expect(answer).toEqual({
      software: {
        name: "GramAI",
        version: "1",
        buildDate: "",
        apiVersion: 1,
        premium: false,
        premiumHint: "",
        status: "",
      },
      warnings: { incompleteResults: false },
      language: {
        name: "English (US)",
        code: "en-US",
        detectedLanguage: {
          name: "English (US)",
          code: "en-US",
          confidence: 1,
          source: "words",
        },
      },
      matches: [
        {
          message: "\u201crecieve\u201d looks misspelt: did you mean \u201creceive\u201d?",
          shortMessage: "Spelling mistake",
          replacements: [{ value: "receive" }],
          offset: text.indexOf("recieve"),
          length: 7,
          context: { text: text.replace("\n", " "), offset: text.indexOf("recieve"), length: 7 },
          sentence: "I recieve mail.",
          type: { typeName: "UnknownWord" },
          rule: {
            id: "MORFOLOGIK_RULE_EN_US",
            description: "Possible spelling mistake",
            issueType: "misspelling",
            category: { id: "TYPOS", name: "Possible Typo" },
            isPremium: false,
            confidence: expect.any(Number),
          },
          ignoreForIncompleteSentence: false,
          contextForSureMatch: 0,
        },
      ],
      sentenceRanges: [
        [0, text.indexOf("\n")],
        [text.indexOf("I rec"), text.length],
      ],
    });
  });

  it("shows a word with each insertion, since clients underline characters", async () => {
    const text = "However he sat in car. He have time.";
    const answer = await check({ text });
    const shown = answer.matches.map(({ offset, length }) => text.slice(offset, offset + length));
    expect(shown).toEqual(["However", "in", "have"]);
    expect(answer.matches.map(({ rule }) => rule.id)).toEqual([
      "GRAMAI_PUNCT",
      "GRAMAI_DET",
      "GRAMAI_VERB_SVA",
    ]);
    expect(apply(text, answer)).toBe("However, he sat in the car. He has time.");
  });

  it("counts mark-up in offsets and never touches it", async () => {
    const parts = [
      { markup: "# ", interpretAs: "" },
      { text: "Mail \u{1f4ec}" },
      { markup: "\n\n", interpretAs: "\n\n" },
      { text: "I " },
      { markup: "**" },
      { text: "recieve" },
      { markup: "**" },
      { text: " it. He" },
      { markup: "<br>", interpretAs: " " },
      { text: "have time, and He" },
      { markup: "_ " },
      { text: " have more. See " },
      { markup: "`He have`", interpretAs: "He have" },
      { text: ". I rec" },
      { markup: "<b>" },
      { text: "ieve" },
      { markup: "</b>" },
      { text: " it." },
    ];
    const text = parts.map((part) => part.text ?? part.markup).join("");
    const answer = await check({ data: JSON.stringify({ annotation: parts }) });
    expect(apply(text, answer)).toBe(
      text
        .replace("recieve", "receive")
        .replace("<br>have", "<br>has")
        .replace("_  have", "_  has"),
    );
    expect(answer.sentenceRanges.map(([start, end]) => text.slice(start, end))).toEqual([
      "Mail \u{1f4ec}",
      "I **recieve** it.",
      "He<br>have time, and He_  have more.",
      "See `He have`.",
      "I rec<b>ieve</b> it.",
    ]);
  });

  const ways: readonly { name: string; call: () => Promise<Response> }[] = [
    { name: "a form", call: () => postForm({ language: "en", text: "He have 1+1 cars." }) },
    {
      name: "/check",
      call: () => postForm({ language: "en", text: "He have 1+1 cars." }, "/check"),
    },
    {
      name: "a query",
      call: () => fetch(`${server.url}/v2/check?language=en&text=He+have%201%2B1%20cars.`),
    },
    {
      name: "JSON",
      call: () =>
        fetch(`${server.url}/v2/check`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ language: "en", text: "He have 1+1 cars.", enabledOnly: false }),
        }),
    },
    {
      name: "JSON with data as a value",
      call: () =>
        fetch(`${server.url}/v2/check`, {
          method: "POST",
          body: JSON.stringify({ language: "en", data: { text: "He have 1+1 cars." } }),
        }),
    },
    {
      name: "a form said to be JSON",
      call: () =>
        fetch(`${server.url}/v2/check`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: "language=en&text=He+have+1%2B1+cars.&username=u&apiKey=k&noSuch=1",
        }),
    },
  ];
  it.each(ways)("takes $name", async ({ call }) => {
    const response = await call();
    const answer = checkResponseSchema.parse(await response.json());
    expect(apply("He have 1+1 cars.", answer)).toBe("He has 1+1 cars.");
  });

  const choices: readonly { name: string; parameters: Record<string, string>; ids: string[] }[] = [
    { name: "all", parameters: {}, ids: ["GRAMAI_VERB_SVA", "MORFOLOGIK_RULE_EN_US"] },
    { name: "mode=textLevelOnly", parameters: { mode: "textLevelOnly" }, ids: [] },
    {
      name: "mode=allButTextLevelOnly",
      parameters: { mode: "allButTextLevelOnly", level: "picky" },
      ids: ["GRAMAI_VERB_SVA", "MORFOLOGIK_RULE_EN_US"],
    },
    {
      name: "a disabled rule",
      parameters: { disabledRules: "GRAMAI_VERB_SVA, NO_SUCH" },
      ids: ["MORFOLOGIK_RULE_EN_US"],
    },
    {
      name: "a disabled category",
      parameters: { disabledCategories: "TYPOS" },
      ids: ["GRAMAI_VERB_SVA"],
    },
    {
      name: "a rule enabled in a disabled category",
      parameters: { disabledCategories: "TYPOS", enabledRules: "MORFOLOGIK_RULE_EN_US" },
      ids: ["GRAMAI_VERB_SVA", "MORFOLOGIK_RULE_EN_US"],
    },
    {
      name: "one category only",
      parameters: { enabledOnly: "true", enabledCategories: "TYPOS" },
      ids: ["MORFOLOGIK_RULE_EN_US"],
    },
    {
      name: "one rule only",
      parameters: { enabledOnly: "yes", enabledRules: "GRAMAI_VERB_SVA" },
      ids: ["GRAMAI_VERB_SVA"],
    },
    {
      name: "British English",
      parameters: { language: "en-gb" },
      ids: ["GRAMAI_VERB_SVA", "MORFOLOGIK_RULE_EN_GB"],
    },
    {
      name: "a variant preferred",
      parameters: { language: "auto", preferredVariants: "de-AT,en-AU" },
      ids: ["GRAMAI_VERB_SVA", "MORFOLOGIK_RULE_EN_AU"],
    },
    { name: "German", parameters: { language: "de-DE" }, ids: [] },
  ];
  it.each(choices)("finds what is wanted: $name", async ({ parameters, ids }) => {
    const answer = await check({ text: "He have mail to recieve.", ...parameters });
    expect(answer.matches.map(({ rule }) => rule.id)).toEqual(ids);
    expect(answer.sentenceRanges).toEqual([[0, 24]]);
  });

  it("finds the language of a text and leaves other languages alone", async () => {
    const text = "Das ist ein Satz, und er ist nicht auf Englisch. He have.";
    const answer = await check({ text, language: "auto" });
    expect(answer.language).toMatchObject({
      code: "de",
      name: "German",
      detectedLanguage: { code: "de", name: "German", source: "words" },
    });
    expect(answer.matches).toEqual([]);
  });
});
