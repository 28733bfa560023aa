import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { composeExperiment } from "../../core/compose.js";
import { parseTrainRequest, runNameOf } from "../../core/train-request.js";
import { FUNCTIONS } from "../../scripts/bundle/functions.js";
import { type Module, readModule, root } from "./module.js";

let module: Module;
beforeAll(async () => {
  module = await readModule("terraform");
});

const readConfig = async (name: string) => {
  const path = join(root, "configs", `${name}.yaml`);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
};

/** The message that Cloud Scheduler publishes where nobody has set `var.retraining`. */
function scheduledMessage(): string {
  const type = module.variables.find(({ name }) => name === "retraining")?.type ?? "";
  const text = JSON.stringify(module.locals.retraining_request);
  return text.replaceAll(/"\$\{var\.retraining\.(\w+)\}"/g, (_, field: string) => {
    const fallback = new RegExp(`\\b${field} *= *optional\\(\\w+, ([^)]+)\\)`).exec(type);
    return fallback?.[1] ?? "null";
  });
}

describe("the scheduled request for a training run", () => {
  it("is published to the topic that `train` is called from", () => {
    const job = JSON.stringify(module.resources["google_cloud_scheduler_job.retrain"]);
    expect(job).toContain('google_pubsub_topic.this[\\"train-requests\\"].id');
    expect(job).toContain("base64encode(jsonencode(local.retraining_request))");
    expect(module.locals.pushes).toMatchObject({ train: { topic: "train-requests" } });
  });

  it("is a train request, one a day, that waits for new data", () => {
    const request = parseTrainRequest(scheduledMessage());
    expect(request).toMatchObject({ dataset: "pairs", experiment: "retrain", onlyNewData: true });
    expect(runNameOf(request, new Date("2026-11-30T03:00:00Z"))).toBe("scheduled-2026-11-30");
  });

  it("names an experiment that takes a dataset, as the deployed function composes it", async () => {
    const { experiment } = parseTrainRequest(scheduledMessage());
    expect(FUNCTIONS.find(({ name }) => name === "train")?.files).toContain("configs");
    const dataset = "datasets/pairs/20261127-0123456789ab";
    const overrides = ["++name=gramai", `data.sources.dataset.path=${dataset}`];
    const composed = await composeExperiment(experiment, overrides, readConfig);
    // Anything else it names would have to be put into the bucket by hand.
    expect(Object.values(composed.data.sources).map(({ path }) => path)).toEqual([dataset]);
    expect(composed.model.init).toBe("checkpoints/pretrained");
    expect(readFileSync(join(root, "docs/deploy.md"), "utf8")).toContain(
      "models/checkpoints/pretrained gs://gramai-$PROJECT-data/checkpoints/",
    );
  });
});
