import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { freePort, startNode, TWIN, waitForOutput } from "./processes.js";

/** A word of callers' texts and of training rows, and a secret: neither may be printed. */
const WORD = "xylophone";
const KEY = "a-key-that-nobody-prints";
const TEXT = `He have a ${WORD}.`;

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), "gramai-printed-"));
});
afterEach(() => rmSync(store, { recursive: true, force: true, maxRetries: 5 }));

/** Requests good and bad, with the text in every place that takes one. */
const REQUESTS: readonly { path: string; init?: RequestInit }[] = [
  { path: "/v1/correct", init: json({ text: TEXT }) },
  { path: "/v1/correct", init: json({ texts: [TEXT], options: { protect: [WORD] } }) },
  { path: "/v1/correct", init: { ...json({}), body: `{"text": "${TEXT}` } },
  {
    path: "/v1/correct",
    init: json({ text: TEXT }, { Accept: "application/x-ndjson", traceparent: WORD }),
  },
  { path: `/text/?input_sentence=${WORD}`, init: { method: "POST" } },
  { path: `/text/?input_sentence=${WORD}&key=${KEY}`, init: { method: "POST" } },
  { path: `/v2/check?language=en-US&text=${WORD}`, init: { method: "POST" } },
  { path: `/v2/check?apiKey=${KEY}&username=${WORD}`, init: { method: "POST" } },
  { path: `/${WORD}?${WORD}`, init: { headers: { Cookie: KEY, Authorization: `Bearer ${KEY}` } } },
  { path: "/metrics", init: { headers: { "X-Api-Key": `${KEY}-wrong` } } },
];

function json(body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit {
  const sent = { "Content-Type": "application/json", ...headers };
  return { method: "POST", headers: sent, body: JSON.stringify(body) };
}

it("prints no text, no row and no key, whatever it is asked, at the finest level", async () => {
  const port = await freePort();
  const digest = createHash("sha256").update(KEY).digest("hex");
  const twin = startNode(TWIN, {
    env: {
      GRAMAI_API_KEYS: `tester:${digest}`,
      GRAMAI_LOG_LEVEL: "debug",
      GRAMAI_STORE: store,
      GRAMAI_WORKERS: "1",
      GOOGLE_CLOUD_PROJECT: "p",
      PORT: String(port),
    },
  });
  let printed = "";
  for (const stream of [twin.stdout, twin.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  await waitForOutput(twin, "Try: curl");
  const statuses = new Set<number>();
  for (const { path, init } of REQUESTS) {
    const headers = new Headers(init?.headers);
    if (!headers.has("X-Api-Key")) headers.set("X-Api-Key", KEY);
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers });
    await response.text();
    statuses.add(response.status);
  }
  for (const status of [200, 400, 401, 404]) expect(statuses).toContain(status);

  // Two rows are training data, the others are rejected for what they are.
  const rows = [`${TEXT},He has a ${WORD}.`, `${WORD}`, `"${WORD},`].join("\n");
  mkdirSync(join(store, "incoming", "pairs"), { recursive: true });
  const file = join(store, "incoming", "pairs", "pairs.csv");
  writeFileSync(`${file}.partial`, `input,target\n${rows}\n`);
  renameSync(`${file}.partial`, file);
  const datasets = join(store, "datasets");
  await vi.waitFor(
    () => expect(existsSync(datasets) && readdirSync(datasets).length > 0).toBe(true),
    { timeout: 60_000, interval: 200 },
  );

  const ended = once(twin, "close");
  twin.kill("SIGTERM");
  await ended;
  expect(printed).not.toContain(WORD);
  expect(printed).not.toContain(KEY);
  const lines = printed.split("\n").filter((line) => line.startsWith("{"));
  expect(lines.length).toBeGreaterThan(REQUESTS.length);
  for (const line of lines) expect(JSON.parse(line)).toHaveProperty("severity");
}, 180_000);
