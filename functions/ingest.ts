import { onIngestMessage } from "./ingest/events.js";
import { pushRoutes, registerPush } from "./life-function.js";
import { datasetsRoute } from "./routes/datasets.js";

/** `ingest`: a dropped file, a request or an upload → a dataset version. */
export const ingestRoutes = [
  datasetsRoute,
  ...pushRoutes(async (message, { log }, context) =>
    onIngestMessage(message, await context.ingest(), log),
  ),
];

registerPush("ingest", ingestRoutes);
