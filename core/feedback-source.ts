import { type DatasetReference, datasetFolder } from "./dataset-manifest.js";
import { type Experiment, experimentSchema } from "./experiment.js";

/** Name of the dataset that feedback is ingested as, and of the source it becomes. */
export const FEEDBACK = "feedback";

/** Share of the examples drawn from feedback: enough to be learnt, too little to take over. */
const SHARE = 0.1;

/**
 * The experiment with a version of the feedback as one more source of pairs. An experiment that has a
 * source `feedback` keeps its settings of it and gets the path.
 */
export function withFeedback(experiment: Experiment, version: DatasetReference): Experiment {
  const { [FEEDBACK]: own, ...others } = experiment.data.sources;
  const weights = Object.values(others).reduce((sum, { weight }) => sum + weight, 0);
  const weight = weights > 0 ? (weights * SHARE) / (1 - SHARE) : 1;
  const path = datasetFolder(version.name, version.version);
  const source = { kind: "pairs", weight, ...own, path };
  const sources = { ...others, [FEEDBACK]: source };
  return experimentSchema.parse({ ...experiment, data: { ...experiment.data, sources } });
}
