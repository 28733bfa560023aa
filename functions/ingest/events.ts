import * as z from "zod";
import { InvalidRequestError } from "../../core/errors.js";
import { ingestTaskSchema } from "../../core/ingest/plan.js";
import { ingestRequestSchema } from "../../core/ingest/request.js";
import type { Message } from "../../core/topic.js";
import type { Log } from "../log.js";
import { validate } from "../validate.js";
import type { Ingest } from "./ingest.js";
import { progressLogger, startIngest } from "./start.js";

/** Objects dropped here are ingested: `incoming/<dataset>/<file>`. */
const INCOMING = /^incoming\/([^/]+)\/.*[^/]$/;

const objectSchema = z.object({ bucketId: z.string().min(1), objectId: z.string().min(1) });

/**
 * A message of `ingest-requests`: an object that was finalised, a request, or a step of a planned
 * ingestion. Objects elsewhere than in `incoming/` are nothing to do.
 * @throws InvalidRequestError, UnprocessableError for what trying again does not help.
 */
export async function onIngestMessage(message: Message, ingest: Ingest, log: Log): Promise<void> {
  if (message.attributes.eventType !== undefined) {
    if (message.attributes.eventType !== "OBJECT_FINALIZE") return;
    const { bucketId, objectId } = validate(objectSchema, message.attributes, "The event");
    const name = INCOMING.exec(objectId)?.[1];
    if (name === undefined) return;
    const source = { kind: "object", uri: `gs://${bucketId}/${objectId}` };
    const order = validate(ingestRequestSchema, { name, source }, `Object ${objectId}`);
    await startIngest(order, ingest, log);
    return;
  }
  const data = parse(message.data);
  if (typeof data !== "object" || data === null || !("task" in data)) {
    await startIngest(validate(ingestRequestSchema, data, "The message"), ingest, log);
    return;
  }
  const task = validate(ingestTaskSchema, data, "The message");
  await ingest.step(task, { onProgress: progressLogger(log, task.name) });
  log.info(task, "ingestion step done");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidRequestError("Expected a message of JSON, got broken JSON");
  }
}
