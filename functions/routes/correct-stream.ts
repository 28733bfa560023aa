import { once } from "node:events";
import { CancelledError } from "../../core/errors.js";
import { correctDocumentStream, type DocumentOptions } from "../../core/formats/correct.js";
import type { Rewriter } from "../../core/ports.js";
import type { WarningLine } from "../../core/request.js";
import { toErrorReply } from "../http.js";
import type { Exchange } from "../router.js";

export const NDJSON = "application/x-ndjson";
export const EVENT_STREAM = "text/event-stream";

type StreamType = typeof NDJSON | typeof EVENT_STREAM;

/** The kind of stream that a caller accepts; undefined where it wants one answer. */
export function streamType(exchange: Exchange): StreamType | undefined {
  const accept = exchange.request.headers.accept ?? "";
  return [NDJSON, EVENT_STREAM].find((type) => accept.includes(type)) as StreamType | undefined;
}

/**
 * Answers with a line, or an event, per sentence as it is ready. When the deadline comes the last
 * line says how far the text was checked. The work stops when the caller goes away.
 * @throws UnavailableError as the rewriter does; where lines are out already, the last one says it too.
 */
export async function streamCorrection(
  exchange: Exchange,
  type: StreamType,
  text: string,
  options: DocumentOptions,
  rewriter: Rewriter,
): Promise<void> {
  const { context, response } = exchange;
  const deadline = new AbortController();
  const timer = setTimeout(
    () => deadline.abort(new CancelledError("The deadline came")),
    context.config.limits.streamDeadlineMs,
  );
  const signal = AbortSignal.any([exchange.signal, deadline.signal]);
  let found = 0;
  let checkedTo = 0;
  try {
    for await (const sentence of correctDocumentStream(text, options, { rewriter }, signal)) {
      start(exchange, type, rewriter);
      const { start: from, end, corrected, edits } = sentence;
      context.metrics.correction(end - from, edits);
      found += edits.length;
      checkedTo = end;
      exchange.note({ edits: found });
      const line = format(type, "sentence", { start: from, end, corrected, edits });
      if (!response.write(line)) await once(response, "drain", { signal });
    }
    start(exchange, type, rewriter);
    if (type === EVENT_STREAM) response.write(format(type, "done", {}));
  } catch (error) {
    if (exchange.signal.aborted) throw error;
    if (deadline.signal.aborted) {
      start(exchange, type, rewriter);
      response.write(format(type, "warning", warning(checkedTo, text.length)));
    } else if (response.headersSent) {
      response.end(format(type, "error", toErrorReply(error, exchange.requestId).body));
      throw error;
    } else throw error;
  } finally {
    clearTimeout(timer);
  }
  response.end();
}

function start({ response }: Exchange, type: StreamType, { info }: Rewriter): void {
  if (response.headersSent) return;
  response.writeHead(200, {
    "Content-Type": `${type}; charset=utf-8`,
    "Cache-Control": "no-store",
    // Proxies that gather answers (nginx) would hold the first results back.
    "X-Accel-Buffering": "no",
    "X-Gramai-Model": `${encodeURIComponent(info.name)}/${encodeURIComponent(info.version)}`,
  });
}

function format(type: StreamType, event: string, value: unknown): string {
  const json = JSON.stringify(value);
  return type === NDJSON ? `${json}\n` : `event: ${event}\ndata: ${json}\n\n`;
}

function warning(checkedTo: number, units: number): WarningLine {
  const message = `Checked ${checkedTo} of ${units} UTF-16 units before the deadline; send the rest again`;
  return { warning: { code: "deadline", message, checkedTo } };
}
