import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { CancelledError } from "../core/errors.js";
import type { Rewriter } from "../core/ports.js";
import { startServer, substitutingRewriter } from "./tests/util.js";

/** A rewriter that answers when it is told to, unless it is cancelled before. */
function heldRewriter() {
  const quick = substitutingRewriter();
  const seen = { asked: 0, goOn: () => {} };
  const rewriter: Rewriter = {
    ...quick,
    rewrite: (sentences, options, signal) => {
      seen.asked++;
      return new Promise((resolve, reject) => {
        seen.goOn = () => resolve(quick.rewrite(sentences, options));
        signal?.addEventListener("abort", () => {
          reject(new CancelledError("The request was cancelled"));
        });
      });
    },
  };
  return { seen, rewriter };
}

/** Sends bytes and closes the sending side; what comes back until the other side closes. */
function sendAndClose(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
    socket.on("end", () => socket.end());
    socket.end(bytes);
  });
}

const post = (path: string, type: string, body: string, more = "") =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${more}Content-length: ${body.length}\r\n` +
  `Content-Type: ${type}\r\n\r\n${body}`;

const form = (more = "") =>
  post(
    "/v2/check",
    "application/x-www-form-urlencoded",
    "language=en-US&text=He+have+a+car.&disabledRules=",
    more,
  );

describe("a caller that closes its side before it reads", () => {
  // As mhayashi1120/Emacs-langtool, langtool.el, sends it.
  it("gets its answer from LanguageTool's addresses, and the connection is closed", async () => {
    const { seen, rewriter } = heldRewriter();
    const server = await startServer({ overrides: { loadRewriter: async () => rewriter } });
    const answer = sendAndClose(server.port, form());
    await expect.poll(() => seen.asked).toBe(1);
    seen.goOn();
    expect(await answer).toMatch(/^HTTP\/1.1 200 .*\r\nContent-Type: application\/json\r\n/s);
    expect(await answer).toContain('"replacements":[{"value":"has"}]');
    await server.close();
  });

  const rows = [
    { name: "asked to keep the connection", bytes: form("Connection: keep-alive\r\n") },
    {
      name: "asked at another address",
      bytes: post("/v1/correct", "application/json", '{"text":"He have a car."}'),
    },
  ];
  it.each(rows)("is taken for gone where it $name", async ({ bytes }) => {
    const { rewriter } = heldRewriter();
    const server = await startServer({ overrides: { loadRewriter: async () => rewriter } });
    const answer = sendAndClose(server.port, bytes);
    await expect.poll(() => server.logged()).toContain('"status":499');
    expect(await answer).toBe("");
    await server.close();
  });

  it("may have gone after all: the answer is thrown away and the server goes on", async () => {
    const { seen, rewriter } = heldRewriter();
    const server = await startServer({ overrides: { loadRewriter: async () => rewriter } });
    const socket = connect(server.port, "127.0.0.1", () => socket.end(form()));
    await expect.poll(() => seen.asked).toBe(1);
    socket.destroy();
    seen.goOn();
    await expect.poll(() => server.logged()).toMatch(/"route":"\/v2\/check"/);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await server.close();
  });
});
