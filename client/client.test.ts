import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../cli/tests/processes.js";
import { applyEdits } from "../core/edits.js";
import { CancelledError, UnavailableError } from "../core/errors.js";
import { startServer, substitutingRewriter, type TestServer } from "../functions/tests/util.js";
import { ApiError, ConnectionError, createClient, DeadlineError } from "./index.js";

const TEXT = "He have a car. I recieve mail.";

/** A service whose model refuses its first calls. */
async function busyServer(refusals: number): Promise<TestServer> {
  const quick = substitutingRewriter();
  let calls = 0;
  return startServer({
    overrides: {
      loadRewriter: async () => ({
        ...quick,
        rewrite: async (...call) => {
          if (calls++ < refusals) throw new UnavailableError("full", { retryAfterS: 0 });
          return quick.rewrite(...call);
        },
      }),
    },
  });
}

describe("a client of the running service", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it("corrects a text, and several", async () => {
    const client = createClient({ baseUrl: `${server.url}/` });
    const { corrected, edits } = await client.correct(TEXT, { minConfidence: 0.1 });
    expect(corrected).toBe("He has a car. I receive mail.");
    expect(applyEdits(TEXT, edits)).toBe(corrected);
    const { results } = await client.correctAll([TEXT, "All is well."]);
    expect(results.map((result) => result.corrected)).toEqual([corrected, "All is well."]);
  });

  it("streams sentences", async () => {
    const corrected: string[] = [];
    for await (const sentence of createClient({ baseUrl: server.url }).stream(TEXT)) {
      corrected.push(sentence.corrected);
    }
    expect(corrected).toEqual(["He has a car.", "I receive mail."]);
  });

  it("throws what the service says, without trying again", async () => {
    const client = createClient({ baseUrl: server.url });
    const fault = await client.correct("a".repeat(60_000)).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(ApiError);
    expect(fault).toMatchObject({ status: 413, code: "too_long" });
    expect((fault as ApiError).requestId).toMatch(/^[\da-f-]{36}$/);
  });

  it("refuses an address that is none", () => {
    expect(() => createClient({ baseUrl: "localhost:8080" })).toThrow(/http:\/\/localhost:8080/);
  });
});

it("tries again while the service is busy, and then gives up", async () => {
  const server = await busyServer(4);
  const hasty = createClient({ baseUrl: server.url, retries: 1 });
  await expect(hasty.correct(TEXT)).rejects.toMatchObject({ status: 503, code: "unavailable" });
  const patient = createClient({ baseUrl: server.url });
  expect((await patient.correct(TEXT)).corrected).toBe("He has a car. I receive mail.");
  await server.close();
});

it("says that nothing answers", async () => {
  const client = createClient({ baseUrl: `http://127.0.0.1:${await freePort()}` });
  await expect(client.correct(TEXT)).rejects.toThrow(ConnectionError);
});

it("stops waiting, and the work, when it is aborted or its loop is left", async () => {
  const quick = substitutingRewriter();
  let cancelled = 0;
  let calls = 0;
  const server = await startServer({
    env: { GRAMAI_STREAM_DEADLINE_S: "1" },
    overrides: {
      loadRewriter: async () => ({
        ...quick,
        rewrite: (sentences, options, signal) =>
          calls++ % 2 === 0 && sentences.length > 1
            ? quick.rewrite(sentences, options)
            : new Promise((_, reject) => {
                signal?.addEventListener("abort", () => {
                  cancelled++;
                  reject(new CancelledError("stopped"));
                });
              }),
      }),
    },
  });
  const client = createClient({ baseUrl: server.url });
  const long = (name: string) =>
    Array.from({ length: 9 }, (_, i) => `${name} have ${i} cars. `).join("");
  for await (const { corrected } of client.stream(long("He"))) {
    expect(corrected).toBe("He has 0 cars.");
    break;
  }
  await expect.poll(() => cancelled).toBe(1);

  const aborter = new AbortController();
  const reason = new Error("enough");
  const aborted = (async () => {
    for await (const _ of client.stream(long("Who"), {}, aborter.signal)) aborter.abort(reason);
  })();
  await expect(aborted).rejects.toBe(reason);
  await expect.poll(() => cancelled).toBe(2);

  const late = (async () => {
    for await (const _ of client.stream(long("She")));
  })();
  await expect(late).rejects.toThrow(DeadlineError);
  await server.close();
});
