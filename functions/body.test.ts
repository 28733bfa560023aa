import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { rawRequest } from "./tests/raw.js";
import { startServer, type TestServer } from "./tests/util.js";

/** Reading request bodies, through the real framework. */
describe("request bodies", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ env: { GRAMAI_MAX_BODY_BYTES: "1000" } });
  });
  afterAll(() => server.close());

  const json = "Content-Type: application/json\r\n";
  const rows: readonly {
    name: string;
    head: string;
    body: string | Uint8Array;
    status: number;
    says: string;
  }[] = [
    { name: "no body", head: json, body: "", status: 400, says: "got an empty body" },
    { name: "broken JSON", head: json, body: '{"text": secret}', status: 400, says: "broken JSON" },
    { name: "torn JSON", head: json, body: '{"text": "a', status: 400, says: "broken JSON" },
    { name: "a JSON string", head: json, body: '"a"', status: 400, says: "expected object" },
    { name: "a JSON array", head: json, body: "[1]", status: 400, says: "expected object" },
    { name: "a JSON null", head: json, body: "null", status: 400, says: "expected object" },
    {
      name: "bytes that are not UTF-8",
      head: json,
      body: Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
      status: 400,
      says: "Expected the body in UTF-8",
    },
    { name: "no content type", head: "", body: "{}", status: 415, says: "application/json" },
    {
      name: "a form",
      head: "Content-Type: application/x-www-form-urlencoded\r\n",
      body: "text=a",
      status: 415,
      says: "application/json",
    },
    {
      name: "another charset",
      head: "Content-Type: application/json; charset=latin1\r\n",
      body: "{}",
      status: 415,
      says: "UTF-8",
    },
    {
      name: "a compressed body",
      head: `${json}Content-Encoding: gzip\r\n`,
      body: "{}",
      status: 415,
      says: "Content-Encoding",
    },
    {
      name: "a body over the limit",
      head: json,
      body: JSON.stringify({ text: "a".repeat(1000) }),
      status: 413,
      says: "at most 1000 bytes",
    },
    {
      name: "deeply nested JSON",
      head: json,
      body: `${"[".repeat(490)}${"]".repeat(490)}`,
      status: 400,
      says: "expected object",
    },
  ];

  it.each(rows)("answers $name with $status", async ({ head, body, status, says }) => {
    const printed = vi.spyOn(console, "error");
    const length = Buffer.byteLength(body);
    const answer = await rawRequest(
      server.port,
      `POST /v1/correct HTTP/1.1\r\nHost: a\r\n${head}Content-Length: ${length}\r\nConnection: close\r\n\r\n`,
      body,
    );
    expect(answer.status).toBe(status);
    const { error } = JSON.parse(answer.body);
    expect(error.message).toContain(says);
    expect(error.requestId).toMatch(/^[\w-]+$/);
    expect(answer.body).not.toContain("secret");
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });

  it("reads a chunked body", async () => {
    const text = '{"text": "He have a car."}';
    const answer = await rawRequest(
      server.port,
      `POST /v1/correct HTTP/1.1\r\nHost: a\r\n${json}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
      `5\r\n${text.slice(0, 5)}\r\n${(text.length - 5).toString(16)}\r\n${text.slice(5)}\r\n0\r\n\r\n`,
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toContain("He has a car.");
  });

  it("counts a chunked body that declares no length", async () => {
    const piece = `400\r\n${"a".repeat(1024)}\r\n`;
    const answer = await rawRequest(
      server.port,
      `POST /v1/correct HTTP/1.1\r\nHost: a\r\n${json}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
      `${piece.repeat(100)}0\r\n\r\n`,
    );
    expect(answer.status).toBe(413);
  });

  it("refuses a huge declared length without waiting for it", async () => {
    const answer = await rawRequest(
      server.port,
      `POST /v1/correct HTTP/1.1\r\nHost: a\r\n${json}Content-Length: 10000000000\r\n\r\n`,
      "{",
    );
    expect(answer.status).toBe(413);
  });

  it("logs a caller who leaves in the middle of a body as gone, not as our fault", async () => {
    const socket = connect(server.port, "127.0.0.1");
    socket.write(`POST /v1/correct HTTP/1.1\r\nHost: a\r\n${json}Content-Length: 50\r\n\r\n{`);
    socket.end(() => socket.destroy());
    await vi.waitFor(() => expect(server.logged()).toContain('"status":499'));
    expect(server.logged()).not.toContain('"status":500');
  });

  it("answers an undecodable path with our 404", async () => {
    const answer = await rawRequest(
      server.port,
      "GET /%E0%A4%A?a=b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      "",
    );
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body).error.code).toBe("not_found");
  });
});
