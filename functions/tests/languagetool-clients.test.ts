import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configInfoSchema } from "../../core/languagetool/config-info.js";
import { checkResponseSchema } from "../../core/languagetool/response.js";
import { CLIENT_REQUESTS, type ClientRequest } from "./client-requests.js";
import { startServer, type TestServer } from "./util.js";

const store = mkdtempSync(join(tmpdir(), "gramai-clients-"));
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { GRAMAI_STORE: store } });
});
afterAll(async () => {
  await server.close();
  rmSync(store, { recursive: true, force: true });
});

function ask({ method = "POST", path, headers, body }: ClientRequest): Promise<Response> {
  const url = server.url + path;
  return method === "GET"
    ? fetch(`${url}?${body}`, { headers })
    : // Bytes, since fetch would name a type of its own for text.
      fetch(url, { method, headers, body: new TextEncoder().encode(body) });
}

/** A member of a value by the names that lead to it, with dots between. */
function member(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce((part, name) => (part as Record<string, unknown> | undefined)?.[name], value);
}

describe("requests as clients send them", () => {
  it.each(CLIENT_REQUESTS)("$client", async (request) => {
    const response = await ask(request);
    expect(response.status).toBe(200);
    // Emacs' langtool takes no other.
    expect(response.headers.get("content-type")).toBe("application/json");
    const { matches } = checkResponseSchema.parse(await response.json());
    expect(
      matches.map(({ offset, length, replacements }) => [offset, length, replacements]),
    ).toEqual([[request.offset, 4, [{ value: "has" }]]]);
    for (const [path, type] of Object.entries(request.reads)) {
      expect([path, typeof member(matches[0], path)]).toEqual([path, type]);
    }
  });

  it("are from at least ten clients", () => {
    expect(new Set(CLIENT_REQUESTS.map(({ source }) => source)).size).toBeGreaterThanOrEqual(10);
  });

  it("the browser add-on's second call is answered without matches", async () => {
    const body = new URLSearchParams({
      data: '{"text":"He have a car."}',
      language: "auto",
      mode: "textLevelOnly",
    });
    const response = await fetch(`${server.url}/v2/check`, { method: "POST", body });
    expect(checkResponseSchema.parse(await response.json()).matches).toEqual([]);
  });
});

describe("what clients ask beside checks", () => {
  const posted = (path: string, body: string | Uint8Array<ArrayBuffer>) =>
    fetch(server.url + path, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", charset: "utf-8" },
      body,
    });

  it("LanguageTool's own Java client posts for limits and rules", async () => {
    const longest = await posted("/v2/maxtextlength", Uint8Array.of(0));
    expect(await longest.text()).toMatch(/^\d+$/);
    const info = await posted("/v2/configinfo", "language=en-US");
    const { parameter, rules } = configInfoSchema.parse(await info.json());
    expect(parameter.maxTextLength).toBe(50_000);
    expect(rules.map(({ ruleId }) => ruleId)).toContain("MORFOLOGIK_RULE_EN_US");
  });

  it("Obsidian's plugin adds and deletes words by the query of a POST", async () => {
    const change = async (what: string) => {
      const query = new URLSearchParams({ username: "u", apiKey: "k", word: "kubelet" });
      const response = await fetch(`${server.url}/v2/words/${what}?${query}`, { method: "POST" });
      return response.json();
    };
    expect(await change("add")).toEqual({ added: true });
    const words = await fetch(`${server.url}/v2/words?username=u&apiKey=k&limit=1000`);
    expect(await words.json()).toEqual({ words: ["kubelet"] });
    expect(await change("delete")).toEqual({ deleted: true });
  });

  it("Obsidian's plugin and Emacs' languagetool.el list the languages", async () => {
    const languages = await (await fetch(`${server.url}/v2/languages`)).json();
    expect(languages).toContainEqual({ name: "English (GB)", code: "en", longCode: "en-GB" });
  });
});
