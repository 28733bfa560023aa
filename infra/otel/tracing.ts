import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { parseTraceParent } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { AnsweredRequest, Tracing } from "../../core/tracing.js";

/** Longest time that a batch is tried for, so that a stop is quick while the receiver is away. */
const EXPORT_TIMEOUT_MS = 3_000;

/** Where traces go, and as whose. */
export interface TracingOptions {
  /** Base address of an OTLP/HTTP receiver, without `/v1/traces`. */
  readonly endpoint: string;
  readonly service: string;
}

/**
 * Sends a server span for each request as OTLP over HTTP, in batches every few seconds. A trace that
 * the caller did not sample is not sent; a receiver that is away costs spans, never requests.
 * `OTEL_EXPORTER_OTLP_HEADERS` is the exporter's own setting.
 * Names of attributes: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function createOtlpTracing({ endpoint, service }: TracingOptions): Tracing {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": service }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer("gramai");
  return {
    record: (request) => {
      const endMs = Date.now();
      const span = tracer.startSpan(
        `${request.method} ${request.route}`,
        {
          kind: SpanKind.SERVER,
          startTime: endMs - request.durationMs,
          attributes: attributesOf(request),
        },
        parentOf(request.traceparent),
      );
      if (request.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endMs);
      return span.spanContext().traceId;
    },
    close: () => provider.shutdown().catch(() => undefined),
  };
}

function parentOf(traceparent: string | undefined) {
  const parent = parseTraceParent(traceparent ?? "");
  return parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : ROOT_CONTEXT;
}

function attributesOf({ method, route, status, numbers }: AnsweredRequest) {
  return {
    "http.request.method": method,
    "http.route": route,
    "http.response.status_code": status,
    ...Object.fromEntries(
      Object.entries(numbers).map(([name, value]) => [`gramai.${name}`, value]),
    ),
  };
}
