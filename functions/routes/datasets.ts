import * as z from "zod";
import { InvalidRequestError } from "../../core/errors.js";
import { type IngestRequest, ingestRequestSchema } from "../../core/ingest/request.js";
import { readJson } from "../body.js";
import { sendJson } from "../http.js";
import type { IngestOrder } from "../ingest/ingest.js";
import { startIngest, summarise } from "../ingest/start.js";
import type { Exchange, Route } from "../router.js";
import { validate } from "../validate.js";

const uploadSchema = z.object({
  name: z.string(),
  file: z.string().min(1).max(200),
  licence: z.string().optional(),
  options: z.string().optional(),
});

/** `POST /v1/datasets`: a source, named in a JSON body or being the body, becomes a dataset version. */
export const datasetsRoute: Route = {
  method: "POST",
  path: "/v1/datasets",
  async handle(exchange) {
    const { context, requestId, response, signal } = exchange;
    const query = new URLSearchParams(exchange.rawQuery);
    const order = query.has("file") ? toUpload(exchange, query) : await toOrder(exchange);
    const result = await startIngest(order, await context.ingest(), context.log, signal);
    const status = "ranges" in result ? 202 : result.created ? 201 : 200;
    sendJson(response, status, { ...summarise(result), requestId });
  },
};

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
