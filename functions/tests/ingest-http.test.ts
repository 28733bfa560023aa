import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { IngestTask } from "../../core/ingest/plan.js";
import { claimBodies } from "../body.js";
import { toConfig } from "../config.js";
import { createContext } from "../context.js";
import { onIngestMessage } from "../ingest/events.js";
import { createIngest } from "../ingest/ingest.js";
import { ingestRoutes } from "../ingest.js";
import { createLog } from "../log.js";
import { createHandler } from "../router.js";
import { type Bench, openBench, readFolder, seedCsv, toDeps } from "./ingest-util.js";

let bench: Bench;
let server: Server;
let url: string;
let logged: string;
let sent: IngestTask[];
let onMessage: (data: unknown, attributes?: Record<string, string>) => Promise<void>;

beforeEach(async () => {
  bench = await openBench();
  logged = "";
  sent = [];
  const log = createLog({ level: "debug" }, { write: (line) => (logged += line) });
  const deps = toDeps(bench.store, {
    bucket: "data",
    limits: { fanOutBytes: 50_000, rangeBytes: 20_000 },
  });
  const publish = async (task: IngestTask) => void sent.push(task);
  const ingest = createIngest({ ...deps, publish });
  onMessage = (data, attributes = {}) => {
    const message = {
      id: "1",
      data: JSON.stringify(data),
      attributes,
      publishedAt: new Date(),
      attempt: 1,
    };
    return onIngestMessage(message, ingest, log);
  };
  const config = toConfig({ GRAMAI_STORE: bench.folder }, { cores: 1 });
  const context = createContext(config, { log, ingest });
  const handler = createHandler(() => context, ingestRoutes);
  server = createServer((request, response) => void handler(request, response));
  claimBodies(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/datasets`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await bench.close();
});

async function post(body: string | Uint8Array, query = "", type = "application/json") {
  const headers = { "Content-Type": type };
  const response = await fetch(`${url}${query}`, { method: "POST", headers, body: body as string });
  return { status: response.status, answer: await response.json() };
}

describe("POST /v1/datasets", () => {
  it("makes a dataset of an object, once", async () => {
    await bench.store.write("incoming/pairs/a.csv", Buffer.from(seedCsv(50)));
    const order = JSON.stringify({
      name: "pairs",
      licence: "CC0",
      source: { kind: "object", uri: "gs://data/incoming/pairs/a.csv" },
      options: { split: { test: 0, validation: 0 } },
    });
    const first = await post(order);
    expect(first).toMatchObject({
      status: 201,
      answer: { name: "pairs", state: "created", counts: { rows: 50, taken: 50, rejected: 0 } },
    });
    const again = await post(order);
    expect(again).toMatchObject({
      status: 200,
      answer: { state: "exists", version: first.answer.version },
    });
    expect(logged).toContain(first.answer.version);
    expect(logged).not.toContain("shop number");
  });

  it("takes an uploaded file as its body", async () => {
    const query = `?name=pairs&file=a.csv.gz&options=${encodeURIComponent('{"duplicates":"exact"}')}`;
    const { status, answer } = await post(gzipSync(seedCsv(60)), query, "application/gzip");
    expect([status, answer.counts.rows]).toEqual([201, 60]);
  });

  it("answers a large source with a plan, whose messages then make it", async () => {
    const planned = await post(seedCsv(800), "?name=pairs&file=a.csv", "text/csv");
    expect(planned).toMatchObject({ status: 202, answer: { state: "planned" } });
    expect(sent.length).toBe(planned.answer.ranges);
    while (sent.length > 0) await onMessage(sent.shift());
    const done = await post(seedCsv(800), "?name=pairs&file=a.csv", "text/csv");
    expect(done).toMatchObject({ status: 200, answer: { counts: { rows: 800, taken: 800 } } });
  });

  it.each<[string, string, string, number, RegExp]>([
    ["broken JSON", "{", "", 400, /broken JSON/],
    [
      "a bad name",
      '{"name":"A b","source":{"kind":"feedback"}}',
      "",
      400,
      /a name of a-z.*at name/,
    ],
    ["an unknown source", '{"name":"a","source":{"kind":"ftp"}}', "", 400, /at source/],
    [
      "an unknown option",
      '{"name":"a","source":{"kind":"feedback"},"options":{"speed":9}}',
      "",
      400,
      /speed/,
    ],
    [
      "an option of a wrong type",
      '{"name":"a","source":{"kind":"feedback"},"options":{"limit":"x"}}',
      "",
      400,
      /number.*at options.limit/,
    ],
    [
      "a path out of the store",
      '{"name":"a","source":{"kind":"object","uri":"../x.csv"}}',
      "",
      400,
      /part "." or ".."/,
    ],
    [
      "broken options of an upload",
      "a,b",
      "?name=a&file=a.csv&options={",
      400,
      /`options` to be a JSON object/,
    ],
    [
      "columns that are missing",
      "secret words,b\n1,2\n",
      "?name=a&file=a.csv",
      422,
      /found 2 columns/,
    ],
    [
      "no feedback at all",
      '{"name":"a","source":{"kind":"feedback"}}',
      "",
      422,
      /the source has none/,
    ],
  ])("refuses %s", async (_, body, query, status, message) => {
    const refused = await post(body, query);
    expect(refused.status).toBe(status);
    expect(refused.answer.error.message).toMatch(message);
    expect(JSON.stringify(refused.answer) + logged).not.toContain("secret");
  });
});

function finalised(objectId: string): Record<string, string> {
  return { eventType: "OBJECT_FINALIZE", bucketId: "data", objectId };
}

describe("a push", () => {
  it("of a request is acknowledged once the dataset is there", async () => {
    await bench.store.write("incoming/pairs/a.csv", Buffer.from(seedCsv(30)));
    const data = { name: "pairs", source: { kind: "object", uri: "incoming/pairs/a.csv" } };
    const message = {
      data: Buffer.from(JSON.stringify(data)).toString("base64"),
      messageId: "7",
      publishTime: "2026-11-27T10:00:00Z",
    };
    const address = url.replace("/v1/datasets", "/");
    const push = () =>
      fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ message }),
      });
    expect((await push()).status).toBe(204);
    expect((await push()).status).toBe(204);
    const made = Object.keys(await readFolder(bench.folder));
    expect(made.filter((path) => path.endsWith("/manifest.json"))).toHaveLength(1);
    expect(logged).toContain('"state":"exists"');
  });
});

describe("events and messages", () => {
  it("ingest what is dropped into incoming/, and nothing else", async () => {
    await bench.store.write("incoming/pairs/june/a.csv", Buffer.from(seedCsv(30)));
    await onMessage({}, finalised("datasets/pairs/x/manifest.json"));
    await onMessage({}, finalised("incoming/readme.txt"));
    expect(Object.keys(await readFolder(bench.folder))).toHaveLength(1);
    await onMessage({}, finalised("incoming/pairs/june/a.csv"));
    const made = Object.keys(await readFolder(bench.folder));
    expect(
      made.filter((path) => /^datasets\/pairs\/\w{12}\/manifest.json$/.test(path)),
    ).toHaveLength(1);
  });

  it.each([
    [{}, /The event is not as expected/],
    [finalised("incoming/Bad Name/a.csv"), /a name of a-z/],
  ])("refuse the event %j", async (data, message) => {
    await expect(onMessage({}, { eventType: "OBJECT_FINALIZE", ...data })).rejects.toThrow(message);
  });

  it("refuse a message with unknown fields, and pass over one that is out of date", async () => {
    const task = { task: "map", name: "pairs", version: "0123456789ab", range: 0 };
    await expect(onMessage({ ...task, more: 1 })).rejects.toThrow(/The message is not as expected/);
    await onMessage(task);
  });
});
