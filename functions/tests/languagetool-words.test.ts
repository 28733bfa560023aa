import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { checkResponseSchema } from "../../core/languagetool/response.js";
import { testLife } from "../../core/test-support/life.js";
import { MemoryObjectStore } from "../../core/test-support/memory-store.js";
import type { Env } from "../env.js";
import { postJson, startServer, substitutingRewriter, type TestServer } from "./util.js";

/** SHA-256 of "key" and "other". */
const KEYS =
  "a:2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683 " +
  "b:d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa";

const folder = mkdtempSync(join(tmpdir(), "gramai-words-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let server: TestServer;
afterEach(() => server.close());

async function start(env: Env = {}): Promise<void> {
  server = await startServer({
    env: { GRAMAI_STORE: mkdtempSync(join(folder, "store-")), ...env },
    overrides: {
      loadRewriter: async () =>
        substitutingRewriter({ "He have": "He has", kublet: "kubelet", grepp: "grep" }),
    },
  });
}

function post(path: string, parameters: Record<string, string>): Promise<Response> {
  return fetch(server.url + path, { method: "POST", body: new URLSearchParams(parameters) });
}

async function answer(response: Promise<Response>): Promise<unknown> {
  const got = await response;
  expect(got.status).toBe(200);
  expect(got.headers.get("cache-control")).toBe("no-store");
  return got.json();
}

const list = (query = "") => answer(fetch(`${server.url}/v2/words${query}`));
const add = (parameters: Record<string, string>) => answer(post("/v2/words/add", parameters));
const remove = (parameters: Record<string, string>) => answer(post("/v2/words/delete", parameters));

/** What `/v2/check` would change in a text. */
async function changed(text: string, parameters: Record<string, string> = {}): Promise<string[]> {
  const body = await answer(post("/v2/check", { language: "en-US", text, ...parameters }));
  const { matches } = checkResponseSchema.parse(body);
  return matches.map(({ offset, length }) => text.slice(offset, offset + length));
}

describe("/v2/words", () => {
  it("adds, lists page by page, and deletes", async () => {
    await start();
    expect(await list()).toEqual({ words: [] });
    for (let i = 0; i < 12; i++) await add({ word: `word${String(i).padStart(2, "0")}` });
    expect(await add({ word: "word00" })).toEqual({ added: false });
    expect(await add({ word: "word99", dict: "work" })).toEqual({ added: true });
    expect(await list()).toMatchObject({ words: { length: 10, 0: "word00", 9: "word09" } });
    expect(await list("?offset=10&limit=5")).toEqual({ words: ["word10", "word11"] });
    expect(await list("?dicts=work,none")).toEqual({ words: ["word99"] });
    expect(await remove({ word: "word99" })).toEqual({ deleted: false });
    expect(await remove({ word: "word99", dict: "work" })).toEqual({ deleted: true });
    expect(await list("?dicts=work")).toEqual({ words: [] });
  });

  it("belongs to the key, given as header or parameter", async () => {
    await start({ GRAMAI_API_KEYS: KEYS });
    expect(await add({ word: "one", username: "u", apiKey: "key" })).toEqual({ added: true });
    expect(await add({ word: "two", apiKey: "other" })).toEqual({ added: true });
    expect(await list("?username=u&apiKey=key")).toEqual({ words: ["one"] });
    const byHeader = fetch(`${server.url}/v2/words`, { headers: { "X-Api-Key": "other" } });
    expect(await answer(byHeader)).toEqual({ words: ["two"] });
    for (const refused of [
      await fetch(`${server.url}/v2/words?username=u`),
      await fetch(`${server.url}/v2/words?apiKey=wrong`),
      await post("/v2/words/add", { word: "x" }),
      await post("/v2/check", { language: "en", text: "x", apiKey: "wrong" }),
    ]) {
      expect(refused.status).toBe(401);
      expect(await refused.text()).toMatch(/^Error: /);
    }
    expect((await post("/v2/check", { language: "en", text: "x", apiKey: "key" })).status).toBe(
      200,
    );
  });

  it("makes words right in every form, wherever text is corrected", async () => {
    await start({ GRAMAI_API_KEYS: KEYS });
    const text = "He have kublets and a Kublet's kublet.";
    expect(await changed(text, { apiKey: "key" })).toEqual(["have", "kublets", "kublet"]);
    await add({ word: "Kublet", apiKey: "key" });
    expect(await changed(text, { apiKey: "key" })).toEqual(["have"]);
    expect(await changed(text, { apiKey: "other" })).toEqual(["have", "kublets", "kublet"]);
    expect(await changed(text, { apiKey: "key", dicts: "work" })).toHaveLength(3);
    const corrected = await postJson(server.url, { text }, { "X-Api-Key": "key" });
    expect(await corrected.json()).toMatchObject({ corrected: text.replace("have", "has") });
    const sentence = await fetch(`${server.url}/text/?input_sentence=He+have+kublets.`, {
      method: "POST",
      headers: { "X-Api-Key": "key" },
    });
    expect(await sentence.json()).toEqual({ corrected: "He has kublets." });
  });

  it("stands beside the request's words and the deployment's", async () => {
    const file = join(folder, "words.txt");
    writeFileSync(file, "# common\nkublet\n");
    await start({ GRAMAI_WORDS_FILE: file });
    const text = "He have kublets, grepps.";
    expect(await changed(text)).toEqual(["have", "grepps"]);
    expect(await changed(text, { ignoreWords: "x, grepp" })).toEqual(["have"]);
    const options = { ignoreWords: ["Grepp"] };
    const corrected = await postJson(server.url, { text, options });
    expect(await corrected.json()).toMatchObject({ corrected: "He has kublets, grepps." });
  });

  const refused: readonly { name: string; parameters: Record<string, string>; says: string }[] = [
    { name: "no word", parameters: {}, says: "expected a word at word" },
    { name: "an empty word", parameters: { word: "" }, says: "1 to 100 characters" },
    { name: "a phrase", parameters: { word: "a zebra" }, says: "without white space" },
    { name: "no letter", parameters: { word: "++" }, says: "with a letter or digit" },
    { name: "a long word", parameters: { word: "z".repeat(101) }, says: "1 to 100 characters" },
    { name: "an odd name", parameters: { word: "a", dict: "__proto__" }, says: "at dict" },
  ];
  it.each(refused)("refuses $name", async ({ parameters, says }) => {
    await start();
    for (const path of ["/v2/words/add", "/v2/words/delete"]) {
      const response = await post(path, parameters);
      expect(response.status).toBe(400);
      const body = await response.text();
      expect(body).toMatch(/^Error: /);
      expect(body).toContain(says);
      expect(body + server.logged()).not.toMatch(/zebra|zzz/);
    }
  });

  it.each(["?limit=0", "?limit=x", "?limit=10001", "?offset=-1", "?offset=1.5"])(
    "refuses to list %s",
    async (query) => {
      await start();
      expect((await fetch(`${server.url}/v2/words${query}`)).status).toBe(400);
    },
  );

  it("says where there is no store for words; checks go on", async () => {
    server = await startServer();
    const response = await post("/v2/words/add", { word: "kubelet" });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("GRAMAI_STORE");
    expect(await changed("He have it.")).toEqual(["have"]);
  });

  it("is left out, and said so in the log, while the store cannot be read", async () => {
    const store = new MemoryObjectStore();
    store.stat = () => Promise.reject(new Error("a zebra"));
    server = await startServer({ overrides: { life: testLife(store) } });
    expect(await changed("He have it.")).toEqual(["have"]);
    expect(server.logged()).toContain("own words not read");
    expect(server.logged()).not.toContain("zebra");
  });
});

describe("/v2/configinfo", () => {
  it.each([
    { language: "en-GB", ids: ["MORFOLOGIK_RULE_EN_GB", "GRAMAI_DET"] },
    { language: "de", ids: [] },
  ])("lists the rules of $language", async ({ language, ids }) => {
    await start();
    const info = await answer(fetch(`${server.url}/v2/configinfo?language=${language}`));
    const { rules: listed, parameter } = info as {
      parameter: unknown;
      rules: readonly Record<string, string>[];
    };
    expect(parameter).toEqual({ maxTextLength: 50_000 });
    expect(listed.map(({ ruleId }) => ruleId)).toEqual(
      ids.length > 0 ? expect.arrayContaining(ids) : [],
    );
  });

  it("refuses no language", async () => {
    await start();
    const response = await fetch(`${server.url}/v2/configinfo`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("at language");
  });
});
