import type { DatasetReference } from "../core/dataset-manifest.js";
import { UnavailableError, UnprocessableError } from "../core/errors.js";
import { FEEDBACK } from "../core/feedback-source.js";
import { ingestRequestSchema } from "../core/ingest/request.js";
import type { Ingest } from "./ingest/ingest.js";
import type { Log } from "./log.js";

/**
 * All feedback there is as a dataset version: the same feedback is the same version, so what came
 * since the last run shows as a new one. Undefined where none can be trained on.
 * @throws UnavailableError while a large one is being made by several workers.
 */
export async function takeFeedback(
  ingest: Ingest,
  log: Log,
): Promise<DatasetReference | undefined> {
  const order = ingestRequestSchema.parse({ name: FEEDBACK, source: { kind: "feedback" } });
  try {
    const result = await ingest.ingest(order);
    if ("ranges" in result) {
      throw new UnavailableError("Feedback is being ingested; deliver again later");
    }
    const { name, version, statistics } = result.manifest;
    return statistics.taken.train > 0 ? { name, version } : undefined;
  } catch (error) {
    if (!(error instanceof UnprocessableError)) throw error;
    log.info({ says: error.message }, "no feedback to train on");
    return undefined;
  }
}
