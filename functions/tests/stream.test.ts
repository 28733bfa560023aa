import { describe, expect, it } from "vitest";
import { CancelledError, UnavailableError } from "../../core/errors.js";
import type { Rewriter } from "../../core/ports.js";
import { sentenceLineSchema, warningLineSchema } from "../../core/request.js";
import { postJson, startServer, substitutingRewriter } from "./util.js";

const NDJSON = { Accept: "application/x-ndjson" };
const SENTENCE = "He have a car. ";

/** Different sentences, since like ones are answered from the cache. */
function sentences(count: number): string {
  return Array.from({ length: count }, (_, i) => `He have ${i} cars. `).join("");
}

/** A rewriter that counts sentences, and from its n-th call on waits until it is cancelled. */
function stuckFrom(call: number) {
  const seen = { calls: 0, sentences: 0, cancelled: 0 };
  const quick = substitutingRewriter();
  const rewriter: Rewriter = {
    ...quick,
    rewrite: (sentences, options, signal) => {
      seen.calls++;
      seen.sentences += sentences.length;
      if (seen.calls < call) return quick.rewrite(sentences, options);
      return new Promise((_, reject) => {
        signal?.addEventListener("abort", () => {
          seen.cancelled++;
          reject(new CancelledError("The request was cancelled"));
        });
      });
    },
  };
  return { seen, rewriter };
}

describe("a streamed answer", () => {
  it("covers a text of 200,000 characters, longer than one answer may be", async () => {
    const server = await startServer();
    const text = SENTENCE.repeat(200_000 / SENTENCE.length);
    const refused = await postJson(server.url, { text });
    expect(refused.status).toBe(413);
    const response = await postJson(server.url, { text }, NDJSON);
    const lines = (await response.text()).trimEnd().split("\n");
    const longer = await postJson(server.url, { text: `${text}${SENTENCE}` }, NDJSON);
    await server.close();
    const sentences = lines.map((line) => sentenceLineSchema.parse(JSON.parse(line)));
    expect(sentences).toHaveLength(Math.floor(200_000 / SENTENCE.length));
    expect(sentences.every(({ corrected }) => corrected === "He has a car.")).toBe(true);
    expect(longer.status).toBe(413);
  });

  it("comes as server-sent events when these are asked for", async () => {
    const server = await startServer();
    const body = { text: SENTENCE.repeat(2), options: { format: "markdown" } };
    const response = await postJson(server.url, body, { Accept: "text/event-stream" });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const events = (await response.text()).trimEnd().split("\n\n");
    await server.close();
    expect(events.map((event) => event.split("\n")[0])).toEqual([
      "event: sentence",
      "event: sentence",
      "event: done",
    ]);
    const [first] = events.map((event) => JSON.parse(event.split("\ndata: ")[1] ?? ""));
    expect(first).toMatchObject({ start: 0, end: 14, corrected: "He has a car." });
  });

  it("ends with a warning when the deadline comes, and stops the work", async () => {
    const { seen, rewriter } = stuckFrom(2);
    const server = await startServer({
      env: { GRAMAI_STREAM_DEADLINE_S: "1" },
      overrides: { loadRewriter: async () => rewriter },
    });
    const response = await postJson(server.url, { text: sentences(50) }, NDJSON);
    const lines = (await response.text()).trimEnd().split("\n");
    await server.close();
    expect(response.status).toBe(200);
    expect(lines).toHaveLength(5);
    const { warning } = warningLineSchema.parse(JSON.parse(lines.at(-1) ?? ""));
    expect(warning).toMatchObject({ code: "deadline", checkedTo: sentences(4).length - 1 });
    expect(seen.cancelled).toBe(1);
  });

  it("stops the work when the caller leaves", async () => {
    const { seen, rewriter } = stuckFrom(2);
    const server = await startServer({ overrides: { loadRewriter: async () => rewriter } });
    const caller = new AbortController();
    const response = await fetch(`${server.url}/v1/correct`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...NDJSON },
      body: JSON.stringify({ text: sentences(1000) }),
      signal: caller.signal,
    });
    const reader = response.body?.getReader();
    await reader?.read();
    caller.abort();
    await expect.poll(() => seen.cancelled).toBe(1);
    await server.close();
    // The first window and the second; the other 800 sentences were never begun.
    expect(seen.sentences).toBe(128);
  });

  it.each([
    { type: "application/x-ndjson", last: /^\{"error":\{"code":"unavailable"/ },
    { type: "text/event-stream", last: /^event: error\ndata: \{"error":\{"code":"unavailable"/ },
  ])("says as $type why it ends early", async ({ type, last }) => {
    const quick = substitutingRewriter();
    let calls = 0;
    const rewriter: Rewriter = {
      ...quick,
      rewrite: async (...call) => {
        if (++calls > 2) throw new UnavailableError("The queue is full");
        return quick.rewrite(...call);
      },
    };
    const server = await startServer({ overrides: { loadRewriter: async () => rewriter } });
    const response = await postJson(server.url, { text: sentences(300) }, { Accept: type });
    const lines = (await response.text()).trimEnd().split(type === NDJSON.Accept ? "\n" : "\n\n");
    await server.close();
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.at(-1)).toMatch(last);
  });
});

describe("a text with mark-up", () => {
  const rows = [
    { format: "markdown", text: "He **have** `He have`.", corrected: "He **has** `He have`." },
    { format: "html", text: "<p>He <b>have</b></p>", corrected: "<p>He <b>has</b></p>" },
    { format: "latex", text: "He \\emph{have} $x$.", corrected: "He \\emph{has} $x$." },
    { format: "auto", text: "# A\n\nHe **have** it.", corrected: "# A\n\nHe **has** it." },
  ];
  it.each(rows)("keeps it as $format", async ({ format, text, corrected }) => {
    const server = await startServer();
    const response = await postJson(server.url, { text, options: { format } });
    const answer = (await response.json()) as { corrected: string };
    await server.close();
    expect(answer.corrected).toBe(corrected);
  });
});
