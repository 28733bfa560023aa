import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Attribute, type Receiver, startReceiver } from "./test-support/receiver.js";
import { createOtlpTracing } from "./tracing.js";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const REQUEST = {
  traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
  method: "POST",
  route: "/v1/correct",
  status: 200,
  durationMs: 250,
  numbers: { chars: 14 },
};

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const attributeOf = (attributes: readonly Attribute[], key: string) => {
  const value = attributes.find((attribute) => attribute.key === key)?.value;
  return value?.stringValue ?? value?.intValue;
};

describe("traces over OTLP/HTTP", () => {
  it("hold a server span of each request, in its caller's trace", async () => {
    const tracing = createOtlpTracing({ endpoint: receiver.url, service: "gramai-correct" });
    expect(tracing.record(REQUEST)).toBe(TRACE);
    await tracing.close();
    expect(receiver.received.map(({ path, type }) => [path, type])).toEqual([
      ["/v1/traces", "application/json"],
    ]);
    const [sent] = receiver.received[0]?.body.resourceSpans ?? [];
    const [span] = sent?.scopeSpans[0]?.spans ?? [];
    expect(attributeOf(sent?.resource.attributes ?? [], "service.name")).toBe("gramai-correct");
    expect(span).toMatchObject({
      traceId: TRACE,
      parentSpanId: "b7ad6b7169203331",
      name: "POST /v1/correct",
      kind: 2,
      status: { code: 0 },
    });
    const attributes = span?.attributes ?? [];
    const keys = ["http.request.method", "http.route", "http.response.status_code", "gramai.chars"];
    expect(keys.map((key) => attributeOf(attributes, key))).toEqual([
      "POST",
      "/v1/correct",
      200,
      14,
    ]);
    const durationNs = BigInt(span?.endTimeUnixNano ?? 0) - BigInt(span?.startTimeUnixNano ?? 0);
    expect(Number(durationNs) / 1e6).toBeCloseTo(250, 0);
  });

  it.each([
    { name: "begin a trace where the caller has none", traceparent: undefined },
    { name: "begin a trace where the caller's is broken", traceparent: "00-xyz-1-01" },
  ])("$name", async ({ traceparent }) => {
    const tracing = createOtlpTracing({ endpoint: receiver.url, service: "s" });
    const traceId = tracing.record({ ...REQUEST, traceparent, status: 500 });
    expect(traceId).toMatch(/^[\da-f]{32}$/);
    await tracing.close();
    const span = receiver.spans()[0];
    expect([span?.traceId, span?.status.code]).toEqual([traceId, 2]);
  });

  it("leave out what the caller does not sample", async () => {
    const tracing = createOtlpTracing({ endpoint: receiver.url, service: "s" });
    const traceparent = `00-${TRACE}-b7ad6b7169203331-00`;
    expect(tracing.record({ ...REQUEST, traceparent })).toBe(TRACE);
    await tracing.close();
    expect(receiver.received).toEqual([]);
  });

  it("are lost without a word when nobody takes them", async () => {
    const tracing = createOtlpTracing({ endpoint: "http://127.0.0.1:9", service: "s" });
    tracing.record(REQUEST);
    await expect(tracing.close()).resolves.toBeUndefined();
  });
});
