import { finalisedPath, onEvaluation } from "./life-events.js";
import { pushRoutes, registerPush } from "./life-function.js";

/** `promote`: an evaluated run → the serving alias moved, or a reason why not. */
export const promoteRoutes = pushRoutes(async (message, deps) => {
  const path = finalisedPath(message);
  if (path !== undefined) await onEvaluation(path, deps);
});

registerPush("promote", promoteRoutes);
