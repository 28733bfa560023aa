import { EventEmitter, once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyEdits } from "../../core/edits.js";
import { ModelError, UnavailableError } from "../../core/errors.js";
import {
  correctBatchResponseSchema,
  correctResponseSchema,
  sentenceLineSchema,
} from "../../core/request.js";
import { postJson, startServer, substitutingRewriter, type TestServer } from "./util.js";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { GRAMAI_MAX_TEXT_CHARS: "5000" } });
});
afterAll(() => server.close());

describe("POST /v1/correct", () => {
  it("answers with the corrected text and edits that rebuild it", async () => {
    const text = "🙂 He have a car. I recieve\r\nmail. Done.";
    const response = await postJson(server.url, { text });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const answer = correctResponseSchema.parse(await response.json());
    expect(answer.corrected).toBe("🙂 He has a car. I receive\r\nmail. Done.");
    expect(applyEdits(text, answer.edits)).toBe(answer.corrected);
    expect(answer.edits.map((edit) => text.slice(edit.start, edit.end))).toEqual(
      answer.edits.map((edit) => edit.original),
    );
    expect(answer.requestId).toBe(response.headers.get("x-request-id"));
    expect(answer.model).toEqual({ name: "substitutions", version: "000000000000" });
  });

  it("answers several texts in order", async () => {
    const texts = Array.from({ length: 40 }, (_, i) => `He have ${i} cars.`);
    const response = await postJson(server.url, { texts });
    const answer = correctBatchResponseSchema.parse(await response.json());
    expect(answer.results.map((result) => result.corrected)).toEqual(
      texts.map((text) => text.replace("have", "has")),
    );
  });

  it("streams a line per sentence when asked to", async () => {
    const text = "He have a car. All is well. They recieve mail.";
    const response = await postJson(server.url, { text }, { Accept: "application/x-ndjson" });
    expect(response.headers.get("content-type")).toContain("application/x-ndjson");
    const body = await response.text();
    const lines = body.trimEnd().split("\n");
    const sentences = lines.map((line) => sentenceLineSchema.parse(JSON.parse(line)));
    const edits = sentences.flatMap((sentence) => sentence.edits);
    expect(sentences.length).toBe(3);
    expect(applyEdits(text, edits)).toBe("He has a car. All is well. They receive mail.");
  });

  it("keeps a caller's request id, unless it could do harm", async () => {
    const kept = await postJson(server.url, { text: "a" }, { "X-Request-Id": "abc-1" });
    expect(kept.headers.get("x-request-id")).toBe("abc-1");
    const replaced = await postJson(server.url, { text: "a" }, { "X-Request-Id": "a b<c>" });
    expect(replaced.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
  });

  const untouched: readonly { name: string; text: string }[] = [
    { name: "nothing", text: "" },
    { name: "white space", text: " \t\r\n\u00a0\u3000" },
    { name: "NUL and control characters", text: "a\u0000b \u0001\u001b[0m c." },
    { name: "lone surrogates", text: "a \ud83d b \ude42 c." },
    {
      name: "combining marks",
      text: "Zoe\u0308 ate cre\u0300me bru\u0302le\u0301e. e\u0301\u0301\u0301",
    },
    { name: "emoji", text: "👩‍👩‍👧‍👦 went home 🏳️‍🌈." },
    { name: "line ends of three kinds", text: "One.\r\nTwo.\rThree.\n\nFour." },
    { name: "right-to-left text", text: "هذا نص عربي. \u202bשלום עולם\u202c!" },
    { name: "another language", text: "Das ist ein deutscher Satz, der so bleiben soll." },
    {
      name: "HTML",
      text: '<p class="a">All is <b>well</b>.</p><!-- x --><script>let a=1</script>',
    },
    { name: "code", text: "```js\nconst a = b?.c ?? [1,2];\n```" },
    { name: "a byte order mark", text: "\ufeffAll is well." },
    { name: "JSON inside the text", text: '{"a": [1, 2, {"b": null}]}' },
  ];
  it.each(untouched)("gives back $name unchanged", async ({ text }) => {
    const response = await postJson(server.url, { text });
    expect(response.status).toBe(200);
    const answer = correctResponseSchema.parse(await response.json());
    expect(answer.corrected).toBe(text);
    expect(answer.edits).toEqual([]);
  });

  const refused: readonly { name: string; body: unknown; status: number; says: string }[] = [
    { name: "no text", body: {}, status: 400, says: "at text" },
    { name: "a number as text", body: { text: 5 }, status: 400, says: "expected string" },
    { name: "text and texts", body: { text: "a", texts: ["a"] }, status: 400, says: "texts" },
    { name: "no texts", body: { texts: [] }, status: 400, says: "at texts" },
    { name: "an unknown member", body: { text: "a", lang: "en" }, status: 400, says: "lang" },
    {
      name: "an unknown option",
      body: { text: "a", options: { beams: 2 } },
      status: 400,
      says: "beams",
    },
    {
      name: "an option out of range",
      body: { text: "a", options: { minConfidence: 2 } },
      status: 400,
      says: "at options.minConfidence",
    },
    { name: "too long a text", body: { text: "a".repeat(5001) }, status: 413, says: "5000" },
    { name: "1 MB of text", body: { text: "word ".repeat(210_000) }, status: 413, says: "at most" },
    {
      name: "texts too long together",
      body: { texts: ["a".repeat(3000), "b".repeat(3000)] },
      status: 413,
      says: "5000",
    },
  ];
  it.each(refused)("refuses $name with $status", async ({ body, status, says }) => {
    const response = await postJson(server.url, body);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toContain(says);
  });

  it("refuses to stream several texts", async () => {
    const response = await postJson(
      server.url,
      { texts: ["a"] },
      { Accept: "application/x-ndjson" },
    );
    expect(response.status).toBe(422);
  });
});

describe("addresses", () => {
  it.each([
    { method: "GET", path: "/v1/correct", status: 405, allow: "POST" },
    { method: "DELETE", path: "/text/", status: 405, allow: "POST" },
    { method: "POST", path: "/healthz", status: 405, allow: "GET" },
    { method: "GET", path: "/nothing", status: 404, allow: null },
    { method: "HEAD", path: "/healthz", status: 200, allow: null },
  ])("answers $method $path with $status", async ({ method, path, status, allow }) => {
    const response = await fetch(server.url + path, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get("allow")).toBe(allow);
  });
});

describe("a model that does not work", () => {
  it.each([
    {
      name: "overloaded",
      error: new UnavailableError("The queue is full", { retryAfterS: 7 }),
      status: 503,
      retryAfter: "7",
    },
    { name: "broken inside", error: new Error("secret text"), status: 500, retryAfter: null },
  ])("$name: $status", async ({ error, status, retryAfter }) => {
    const failing = await startServer({
      overrides: {
        loadRewriter: async () => ({
          ...substitutingRewriter(),
          rewrite: () => Promise.reject(error),
        }),
      },
    });
    const response = await postJson(failing.url, { text: "A secret text." });
    const body = await response.text();
    await failing.close();
    expect(response.status).toBe(status);
    expect(response.headers.get("retry-after")).toBe(retryAfter);
    expect(body + failing.logged()).not.toContain("secret");
  });

  it("says 503 while it cannot be loaded, and serves once it can", async () => {
    let broken = true;
    const late = await startServer({
      overrides: {
        loadRewriter: async () => {
          if (broken) throw new ModelError("encoder.onnx of /somewhere is damaged");
          return substitutingRewriter();
        },
      },
    });
    const refused = await postJson(late.url, { text: "He have." });
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("30");
    expect(await refused.text()).not.toContain("somewhere");
    expect((await fetch(`${late.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${late.url}/healthz`)).status).toBe(200);
    broken = false;
    expect((await postJson(late.url, { text: "He have." })).status).toBe(200);
    expect((await fetch(`${late.url}/readyz`)).status).toBe(200);
    await late.close();
    expect(late.logged()).toContain("encoder.onnx");
  });

  it("says 503 when it takes long to load", async () => {
    const slow = await startServer({
      overrides: { loadWaitMs: 1, loadRewriter: () => new Promise(() => undefined) },
    });
    const response = await postJson(slow.url, { text: "a" });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
  });
});

describe("a caller that goes away", () => {
  it("stops the work", async () => {
    const events = new EventEmitter();
    const begun = once(events, "begun");
    const stopped = once(events, "stopped");
    const waiting = await startServer({
      overrides: {
        loadRewriter: async () => ({
          ...substitutingRewriter(),
          rewrite: (_sentences, _options, signal) =>
            new Promise((_, reject) => {
              events.emit("begun");
              signal?.addEventListener("abort", () => {
                events.emit("stopped", signal.reason);
                reject(signal.reason);
              });
            }),
        }),
      },
    });
    const caller = new AbortController();
    const request = fetch(`${waiting.url}/v1/correct`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"text": "A sentence."}',
      signal: caller.signal,
    }).catch(() => undefined);
    await begun;
    caller.abort();
    await request;
    expect((await stopped)[0]).toMatchObject({ code: "cancelled" });
    await waiting.close();
    expect(waiting.logged()).toContain('"status":499');
  });
});

describe("logs and metrics", () => {
  it("count what happened and hold no text", async () => {
    const quiet = await startServer({ env: { GOOGLE_CLOUD_PROJECT: "p" } });
    const trace = "0af7651916cd43dd8448eb211c80319c";
    await postJson(
      quiet.url,
      { text: "He have a zebra." },
      { traceparent: `00-${trace}-b7ad6b7169203331-01` },
    );
    await fetch(`${quiet.url}/text/?input_sentence=He%20have%20a%20zebra`, { method: "POST" });
    await fetch(`${quiet.url}/zebra`);
    const metrics = await (await fetch(`${quiet.url}/metrics`)).text();
    await quiet.close();
    const lines = quiet
      .logged()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const request = lines.find((line) => line.route === "/v1/correct");
    expect(request).toMatchObject({
      severity: "INFO",
      message: "request",
      method: "POST",
      status: 200,
      chars: 16,
      "logging.googleapis.com/trace": `projects/p/traces/${trace}`,
    });
    expect(metrics).toContain(
      'gramai_requests_total{route="/v1/correct",method="POST",status="200"} 1',
    );
    expect(metrics).toContain('gramai_requests_total{route="other",method="GET",status="404"} 1');
    expect(metrics).toContain('gramai_model_info{name="substitutions",version="000000000000"} 1');
    expect(quiet.logged() + metrics).not.toMatch(/zebra/i);
  });
});
