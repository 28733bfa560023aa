import { onTrainRequest } from "./life-events.js";
import { pushRoutes, registerPush } from "./life-function.js";

/** `train`: a message of `train-requests` → exactly one job. */
export const trainRoutes = pushRoutes(onTrainRequest);

registerPush("train", trainRoutes);
