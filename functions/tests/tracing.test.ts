import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../../infra/otel/test-support/receiver.js";
import { postJson, startServer } from "./util.js";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const TEXT = "He have a xylophone.";

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

describe("traces", () => {
  it("show each request in its caller's trace, as the log does, and hold no text", async () => {
    const server = await startServer({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, GOOGLE_CLOUD_PROJECT: "p" },
    });
    const traceparent = `00-${TRACE}-b7ad6b7169203331-01`;
    await postJson(server.url, { text: TEXT }, { traceparent });
    await postJson(server.url, { txt: TEXT });
    await fetch(`${server.url}/healthz/${TEXT}`);
    await server.close();
    const spans = receiver.spans();
    expect(spans.map(({ name }) => name)).toEqual([
      "POST /v1/correct",
      "POST /v1/correct",
      "GET other",
    ]);
    expect(spans[0]?.traceId).toBe(TRACE);
    const sent = JSON.stringify(receiver.received);
    expect(sent).toContain("gramai.chars");
    expect(sent).not.toContain("xylophone");
    const lines = server
      .logged()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const logged = lines
      .filter(({ message }) => message === "request")
      .map((line) => line["logging.googleapis.com/trace"]);
    expect(logged).toEqual(spans.map(({ traceId }) => `projects/p/traces/${traceId}`));
  });

  it("are not sent anywhere unless a receiver is set", async () => {
    const server = await startServer();
    expect((await postJson(server.url, { text: TEXT })).status).toBe(200);
    await server.close();
    expect(receiver.received).toEqual([]);
  });
});
