import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFeedback } from "../../core/ingest/feedback.js";
import { FolderObjectStore } from "../../infra/local/object-store.js";
import { collectFeedback } from "../ingest/feedback.js";
import { startServer, type TestServer } from "./util.js";

const GIVEN = {
  consent: true,
  text: "He have a zebra\u{1f993}, teh end.",
  edits: [
    { start: 3, end: 7, replacement: "has", accepted: true },
    { start: 19, end: 22, replacement: "the", accepted: false },
  ],
};

const folder = mkdtempSync(join(tmpdir(), "gramai-feedback-"));
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { GRAMAI_STORE: folder, GRAMAI_FEEDBACK: "on" } });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function send(body: unknown, url = server.url): Promise<Response> {
  return fetch(`${url}/v1/feedback`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** What ingestion reads of the store. */
async function collected(): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of collectFeedback(new FolderObjectStore(folder), undefined)) {
    lines.push(JSON.parse(Buffer.from(line).toString()));
  }
  return lines;
}

describe("POST /v1/feedback", () => {
  it("keeps what ingestion reads, by date, and logs none of it", async () => {
    const response = await send(GIVEN);
    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
    const { consent: _agreed, ...rest } = GIVEN;
    const stored = await collected();
    expect(stored).toEqual([{ schema: 1, ...rest }]);
    expect(readFeedback(stored[0])).toEqual({
      source: GIVEN.text,
      target: GIVEN.text.replace("have", "has"),
    });
    expect(readdirSync(join(folder, "feedback"))).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    ]);
    expect(server.logged()).toContain('"edits":2');
    expect(server.logged()).not.toContain("zebra");
  });

  const edit = GIVEN.edits[0];
  it.each([
    { name: "no consent", body: { ...GIVEN, consent: undefined }, status: 400, says: "consent" },
    { name: "consent refused", body: { ...GIVEN, consent: false }, status: 400, says: "agreed" },
    { name: "no text", body: { ...GIVEN, text: "" }, status: 400, says: "at text" },
    {
      name: "long text",
      body: { ...GIVEN, text: "z".repeat(10_001) },
      status: 400,
      says: "at text",
    },
    { name: "no edits", body: { ...GIVEN, edits: [] }, status: 400, says: "at edits" },
    { name: "who wrote it", body: { ...GIVEN, user: "zebra" }, status: 400, says: "user" },
    {
      name: "overlapping edits",
      body: { ...GIVEN, edits: [edit, edit] },
      status: 422,
      says: "overlap",
    },
    {
      name: "an edit past the text",
      body: { ...GIVEN, edits: [{ ...edit, end: 99, accepted: false }] },
      status: 422,
      says: "within the text",
    },
  ])("refuses $name", async ({ body, status, says }) => {
    const before = await collected();
    const response = await send(body);
    expect(response.status).toBe(status);
    const answer = await response.text();
    expect(answer).toContain(says);
    expect(answer + server.logged()).not.toContain("zebra");
    expect(await collected()).toEqual(before);
  });

  it("is off unless the operator switches it on, as /readyz says", async () => {
    const features = async (url: string) => {
      await fetch(`${url}/text/?input_sentence=a`, { method: "POST" });
      return ((await (await fetch(`${url}/readyz`)).json()) as { features: unknown }).features;
    };
    expect(await features(server.url)).toEqual({ feedback: true, words: true });
    const other = await startServer();
    expect(await features(other.url)).toEqual({ feedback: false, words: false });
    const response = await send(GIVEN, other.url);
    await other.close();
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("GRAMAI_FEEDBACK=on");
  });
});
