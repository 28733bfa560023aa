import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { composeExperiment } from "../core/compose.js";
import { packagePath } from "../infra/local/package-root.js";
import { experimentJsonSchema } from "./experiment-json-schema.js";

const configs = packagePath("configs");
const experiments = readdirSync(configs, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".yaml"))
  .filter((name) => "training" in parse(readFileSync(`${configs}/${name}`, "utf8")));

describe("configs/experiment.schema.json", () => {
  it("is what core/experiment.ts says; write it anew with `npm run experiment-schema`", () => {
    expect(readFileSync(`${configs}/experiment.schema.json`, "utf8")).toBe(experimentJsonSchema());
  });

  it.each(experiments)("%s composes", async (name) => {
    const read = async (file: string) => {
      try {
        return readFileSync(`${configs}/${file}.yaml`, "utf8");
      } catch {
        return undefined;
      }
    };
    const text = readFileSync(`${configs}/${name}`, "utf8");
    const dataset = text.includes("???") ? ["data.sources.dataset.path=datasets/given"] : [];
    const experiment = await composeExperiment(name.replace(".yaml", ""), dataset, read);
    expect(experiment.name).toBe(name.replace(".yaml", "").replace("/", "-"));
  });
});
