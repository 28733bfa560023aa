import { z } from "zod";
import { InvalidRequestError } from "../core/errors.js";
import { ingestTaskSchema } from "../core/ingest/plan.js";
import { type IngestRequest, ingestRequestSchema } from "../core/ingest/request.js";
import { readJson } from "./body.js";
import { sendJson } from "./http.js";
import type { IngestProgress } from "./ingest/deps.js";
import type { Ingested } from "./ingest/finish.js";
import type { Ingest, IngestOrder, Planned } from "./ingest/ingest.js";
import type { Log } from "./log.js";
import type { Exchange, Route } from "./router.js";
import { validate } from "./validate.js";

/** Objects dropped here are ingested: `incoming/<dataset>/<file>`. */
const INCOMING = /^incoming\/([^/]+)\/.*[^/]$/;

/** Time between two lines of progress in the log. */
const PROGRESS_MS = 10 * 1000;

const finalisedSchema = z.object({ bucket: z.string().min(1), name: z.string().min(1) });

const uploadSchema = z.object({
  name: z.string(),
  file: z.string().min(1).max(200),
  licence: z.string().optional(),
  options: z.string().optional(),
});

/** What the platform calls: over HTTP, when an object is finalised, when a step's message comes. */
export interface IngestFunction {
  readonly routes: readonly Route[];
  /**
   * The event's data. Objects elsewhere than in `incoming/` are nothing to do.
   * @throws InvalidRequestError, UnprocessableError for what trying again does not help.
   */
  onObjectFinalised(data: unknown): Promise<void>;
  /** A decoded message of a planned ingestion. @throws as `onObjectFinalised`. */
  onTask(data: unknown): Promise<void>;
}

export function createIngestFunction(ingest: Ingest, log: Log): IngestFunction {
  const start = async (order: IngestOrder, signal?: AbortSignal) => {
    const onProgress = progressLogger(log, order.name);
    const result = await ingest.ingest(order, { signal, onProgress });
    log.info({ dataset: order.name, ...summarise(result) }, "ingested");
    return result;
  };
  return {
    routes: [
      {
        method: "POST",
        path: "/v1/datasets",
        async handle(exchange) {
          const query = new URLSearchParams(exchange.rawQuery);
          const order = query.has("file") ? toUpload(exchange, query) : await toOrder(exchange);
          const result = await start(order, exchange.signal);
          const status = "ranges" in result ? 202 : result.created ? 201 : 200;
          sendJson(exchange.response, status, {
            ...summarise(result),
            requestId: exchange.requestId,
          });
        },
      },
    ],
    async onObjectFinalised(data) {
      const { bucket, name: path } = validate(finalisedSchema, data, "The event");
      const name = INCOMING.exec(path)?.[1];
      if (name === undefined) return;
      const source = { kind: "object", uri: `gs://${bucket}/${path}` };
      await start(validate(ingestRequestSchema, { name, source }, `Object ${path}`));
    },
    async onTask(data) {
      const task = validate(ingestTaskSchema, data, "The message");
      await ingest.step(task, { onProgress: progressLogger(log, task.name) });
      log.info(task, "ingestion step done");
    },
  };
}

async function toOrder(exchange: Exchange): Promise<IngestRequest> {
  const { maxBodyBytes } = exchange.context.config.limits;
  const body = await readJson(exchange.request, { maxBytes: maxBodyBytes });
  return validate(ingestRequestSchema, body, "The request");
}

/** The body is the file; everything else stands in the query. */
function toUpload(exchange: Exchange, query: URLSearchParams): IngestOrder {
  const upload = validate(uploadSchema, Object.fromEntries(query), "The query");
  const checked = validate(
    ingestRequestSchema.omit({ source: true }),
    {
      name: upload.name,
      licence: upload.licence,
      ...(upload.options !== undefined && { options: parseOptions(upload.options) }),
    },
    "The query",
  );
  const source = { kind: "upload" as const, fileName: upload.file, body: exchange.request };
  return { ...checked, source };
}

function parseOptions(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidRequestError("Expected `options` to be a JSON object, got broken JSON");
  }
}

/** Names and counts of what was made, for answers and the log. */
function summarise(result: Ingested | Planned) {
  if ("ranges" in result) return { ...result, state: "planned" };
  const { name, version, counts, statistics } = result.manifest;
  const state = result.created ? "created" : "exists";
  return { name, version, state, counts, splits: statistics.taken, rejects: statistics.rejects };
}

/** A log line every ten seconds. */
function progressLogger(log: Log, dataset: string): (progress: IngestProgress) => void {
  let lastMs = performance.now();
  return (progress) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < PROGRESS_MS) return;
    lastMs = nowMs;
    log.info({ dataset, ...progress }, "ingesting");
  };
}
