import { finalisedPath, onResult } from "./life-events.js";
import { pushRoutes, registerPush } from "./life-function.js";

/** `evaluate`: a finished job → its model measured beside the one that serves. */
export const evaluateRoutes = pushRoutes(async (message, deps) => {
  const path = finalisedPath(message);
  if (path !== undefined) await onResult(path, deps);
});

registerPush("evaluate", evaluateRoutes);
