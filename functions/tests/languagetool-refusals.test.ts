import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "./util.js";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { GRAMAI_MAX_TEXT_CHARS: "5000" } });
});
afterAll(() => server.close());

describe("/v2/check refuses", () => {
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
  it.each(refused)("$name, in plain text", async ({ parameters, says, status = 400 }) => {
    const response = await fetch(`${server.url}/v2/check`, {
      method: "POST",
      body: new URLSearchParams({ language: "en-US", ...parameters }),
    });
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
  it.each(broken)("$name", async ({ body, says }) => {
    const response = await fetch(`${server.url}/v2/check`, { method: "POST", body });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(says);
  });

  it("a compressed body", async () => {
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
