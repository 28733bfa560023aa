import { describe, expect, it } from "vitest";
import { experimentSchema } from "./experiment.js";
import { withFeedback } from "./feedback-source.js";

const VERSION = { name: "feedback", version: "0123456789ab" };
const PATH = "datasets/feedback/0123456789ab";

const clean = (weight: number) => ({ path: "a.txt", kind: "clean", weight });

describe("feedback as a source", () => {
  it.each([
    { name: "a tenth beside one source", sources: { a: clean(9) }, weight: 1 },
    { name: "a tenth beside several", sources: { a: clean(6), b: clean(12) }, weight: 2 },
    { name: "everything beside nothing", sources: { a: clean(0) }, weight: 1 },
    {
      name: "what the experiment says",
      sources: { a: clean(9), feedback: { path: "none", kind: "pairs", weight: 7, holdout: 0.2 } },
      weight: 7,
    },
  ])("is $name", ({ sources, weight }) => {
    const experiment = experimentSchema.parse({
      name: "x",
      data: { sources },
      training: { max_steps: 1 },
    });
    const { feedback, ...others } = withFeedback(experiment, VERSION).data.sources;
    expect(feedback).toMatchObject({ path: PATH, kind: "pairs" });
    expect(feedback?.weight).toBeCloseTo(weight, 9);
    expect(Object.keys(others)).toEqual(Object.keys(sources).filter((key) => key !== "feedback"));
  });
});
