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
    env: { GRAMAI_MAX_TEXT_CHARS: "5000" },
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
          message: "Possible spelling mistake: \u201crecieve\u201d should be \u201creceive\u201d.",
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

  const text = "A zebra.";
  const refused: readonly {
    name: string;
    parameters: Record<string, string>;
    says: string;
    status?: number;
  }[] = [
    { name: "no text", parameters: {}, says: "got neither" },
    { name: "text and data", parameters: { text, data: `{"text":"a"}` }, says: "got both" },
    { name: "data that is no JSON", parameters: { data: "zebra" }, says: "broken JSON" },
    { name: "data that is no object", parameters: { data: "[]" }, says: "expected object" },
    { name: "data without text", parameters: { data: "{}" }, says: "either text or annotation" },
    {
      name: "data with text and annotation",
      parameters: { data: JSON.stringify({ text, annotation: [] }) },
      says: "either text or annotation",
    },
    {
      name: "an empty part",
      parameters: { data: '{"annotation":[{}]}' },
      says: "either text or markup at annotation.0",
    },
    {
      name: "a part of both kinds",
      parameters: { data: '{"annotation":[{"text":"zebra","markup":"*"}]}' },
      says: "either text or markup",
    },
    {
      name: "text with a reading",
      parameters: { data: '{"annotation":[{"text":"zebra","interpretAs":"a"}]}' },
      says: "interpretAs beside markup only",
    },
    { name: "no language", parameters: { text, language: "" }, says: "at language" },
    { name: "a language unknown", parameters: { text, language: "zebra" }, says: "at language" },
    { name: "a level unknown", parameters: { text, level: "zebra" }, says: "at level" },
    { name: "a mode unknown", parameters: { text, mode: "zebra" }, says: "at mode" },
    {
      name: "variants beside a language",
      parameters: { text, preferredVariants: "en-GB" },
      says: "language=auto only",
    },
    {
      name: "a variant without a region",
      parameters: { text, language: "auto", preferredVariants: "en" },
      says: "with a variant",
    },
    {
      name: "only enabled, with disabled rules",
      parameters: { text, enabledOnly: "true", enabledRules: "A", disabledRules: "B" },
      says: "no disabled rules or categories",
    },
    {
      name: "only enabled, with disabled categories",
      parameters: { text, enabledOnly: "true", enabledRules: "A", disabledCategories: "B" },
      says: "no disabled rules or categories",
    },
    {
      name: "only enabled, with nothing enabled",
      parameters: { text, enabledOnly: "yes" },
      says: "expected enabled rules or categories",
    },
    { name: "too long a text", parameters: { text: "a ".repeat(2501) }, says: "5000", status: 413 },
  ];
  it.each(refused)("refuses $name in plain text", async ({ parameters, says, status = 400 }) => {
    const response = await postForm({ language: "en-US", ...parameters });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    const body = await response.text();
    expect(body).toMatch(/^Error: /);
    expect(body).toContain(says);
    expect(body + server.logged()).not.toContain("zebra");
  });

  const broken: readonly { name: string; body: BodyInit; says: string }[] = [
    { name: "broken JSON", body: '{"text": zebra', says: "broken JSON" },
    { name: "no parameters", body: "", says: "at language" },
    { name: "a form that is not UTF-8", body: "language=en&text=%ff", says: "percent-encoded" },
    { name: "bytes that are not UTF-8", body: new Uint8Array([0xff]), says: "in UTF-8" },
    { name: "a number as text", body: '{"language":"en","text":1}', says: "at text" },
  ];
  it.each(broken)("refuses $name", async ({ body, says }) => {
    const response = await fetch(`${server.url}/v2/check`, { method: "POST", body });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(says);
  });

  it("refuses a compressed body", async () => {
    const response = await fetch(`${server.url}/v2/check`, {
      method: "POST",
      headers: { "Content-Encoding": "gzip" },
      body: "language=en&text=a",
    });
    expect(response.status).toBe(415);
  });
});

describe("the other addresses", () => {
  it.each([
    { path: "/v2/healthcheck", body: "OK" },
    { path: "/v2/maxtextlength", body: "5000" },
  ])("$path answers in plain text", async ({ path, body }) => {
    const response = await fetch(server.url + path);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await response.text()).toBe(body);
  });

  it("/v2/languages lists English", async () => {
    const languages = await (await fetch(`${server.url}/v2/languages`)).json();
    expect(languages).toContainEqual({ name: "English (US)", code: "en", longCode: "en-US" });
    expect(languages).toContainEqual({ name: "English", code: "en", longCode: "en" });
  });

  it("/v2/info names the software", async () => {
    const info = await (await fetch(`${server.url}/v2/info`)).json();
    expect(info).toMatchObject({ software: { name: "GramAI", apiVersion: 1 } });
  });
});

describe("with keys", () => {
  // SHA-256 of "key".
  const digest = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";

  it("asks for one, and forbids more requests than it may send", async () => {
    const guarded = await startServer({ env: { GRAMAI_API_KEYS: `a:${digest}:1` } });
    const call = (headers: Record<string, string>) =>
      fetch(`${guarded.url}/v2/check?language=en&text=a`, { headers });
    expect((await call({})).status).toBe(401);
    expect((await call({ "X-Api-Key": "key" })).status).toBe(200);
    const forbidden = await call({ "X-Api-Key": "key" });
    expect(forbidden.status).toBe(403);
    expect(forbidden.headers.get("retry-after")).toBe("60");
    expect(await forbidden.text()).toMatch(/^Error: Too many requests/);
    expect((await fetch(`${guarded.url}/v2/languages`)).status).toBe(200);
    await guarded.close();
  });
});
