import { describe, expect, it } from "vitest";
import { composeExperiment } from "./compose.js";
import { InvalidRequestError } from "./errors.js";

const FILES: Readonly<Record<string, string>> = {
  base: `
data: {sources: {dataset: {path: ???, kind: pairs, weight: 1}}}
training: {max_steps: 100, warmup_steps: 10}
`,
  quick: `
defaults: [base, training: short, _self_]
name: quick
seed: 3
`,
  plain: `
name: plain
data: {sources: {a: {path: a.txt, kind: clean, weight: 1}}}
training: {max_steps: 100, decay_steps: "\${training.max_steps}", warmup_steps: 10}
`,
  child: `
defaults:
  - plain
  - override training: fast
  - optional model: none
name: child of \${seed}
`,
  "training/short": "max_steps: 5\n",
  "training/fast": "defaults: [short]\nlearning_rate: 1e-2\n",
  circle: "defaults: [circle2]\n",
  circle2: "defaults: [circle]\n",
  torn: "name: [\n",
  list: "- a\n",
  loop: `
name: "\${model.init}"
model: {init: "\${name}"}
data: {sources: {a: {path: "\${nothing.here}", kind: clean, weight: 1}}}
training: {max_steps: 1}
`,
};

const compose = (name: string, overrides: readonly string[] = []) =>
  composeExperiment(name, overrides, async (file) => FILES[file]);

const PATH = "data.sources.dataset.path=datasets/x/1";

describe("composing an experiment", () => {
  it.each([
    { name: "a file", file: "plain", overrides: [], expect: { name: "plain", seed: 17 } },
    {
      name: "a defaults list; own values last",
      file: "quick",
      overrides: [PATH],
      expect: { seed: 3, training: { max_steps: 5, warmup_steps: 10, batch_tokens: 6144 } },
    },
    {
      name: "another option of a group",
      file: "quick",
      overrides: [PATH, "training=fast"],
      expect: { training: { max_steps: 5, learning_rate: 0.01 } },
    },
    {
      name: "a group that no defaults list names",
      file: "plain",
      overrides: ["training=fast"],
      expect: { training: { max_steps: 5, learning_rate: 0.01, warmup_steps: 10 } },
    },
    {
      name: "dotted values of every type",
      file: "plain",
      overrides: [
        "+training.learning_rate=1e-3",
        "training.max_steps=7",
        "++training.compile=true",
        "+model.shape={d_model: 64}",
        "++data.exclude_sets=[a, b/*]",
        '++model.prefix="grammar: "',
      ],
      expect: {
        training: { learning_rate: 0.001, max_steps: 7, compile: true, decay_steps: 7 },
        model: { shape: { d_model: 64 }, prefix: "grammar: " },
        data: { exclude_sets: ["a", "b/*"] },
      },
    },
    {
      name: "a deletion",
      file: "plain",
      overrides: ["~training.warmup_steps"],
      expect: { training: { warmup_steps: 100 } },
    },
    {
      name: "optional groups that are not there, and references in texts",
      file: "child",
      overrides: ["++seed=9"],
      expect: { name: "child of 9", training: { decay_steps: 100 } },
    },
  ])("takes $name", async ({ file, overrides, expect: expected }) => {
    expect(await compose(file, overrides)).toMatchObject(expected);
  });

  it.each([
    {
      name: "unknown experiment",
      file: "nope",
      overrides: [],
      says: ["configs/nope.yaml is not there"],
    },
    { name: "way out of the folder", file: "../secrets", overrides: [], says: ["is not the name"] },
    {
      name: "value to be given",
      file: "quick",
      overrides: [],
      says: ["data.sources.dataset.path: must be given"],
    },
    {
      name: "every fault at once",
      file: "plain",
      overrides: [
        "training.max_steps=lots",
        "training.learning=1",
        "+seed=1",
        "+name=x",
        "no value",
        "~seed2",
        "+training.compile=1",
        "training.max_steps.x=1",
        "+__proto__.polluted=1",
        "+a={",
      ],
      says: [
        "training.max_steps: Invalid input: expected number",
        'override training.learning: no "learning" here; known: ',
        "override name is there already",
        'override "no value": expected',
        'override seed2: no "seed2"',
        "training.compile: Invalid input: expected boolean",
        'override training.max_steps.x: "max_steps" is a value',
        '"+__proto__.polluted=1"',
        'override "+a={": expected a YAML value',
      ],
    },
    {
      name: "unknown keys",
      file: "plain",
      overrides: ["+training.max_step=1"],
      says: ['Unrecognized key: "max_step"'],
    },
    { name: "circle", file: "circle", overrides: [], says: ["circle → circle2 → circle"] },
    { name: "broken YAML", file: "torn", overrides: [], says: ["configs/torn.yaml is not YAML"] },
    { name: "list", file: "list", overrides: [], says: ["must be a mapping"] },
    {
      name: "references",
      file: "loop",
      overrides: [],
      says: ["refers to itself", "${nothing.here} refers to nothing"],
    },
  ])("names each fault: $name", async ({ file, overrides, says }) => {
    const error = await compose(file, overrides).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidRequestError);
    const { issues } = error as InvalidRequestError;
    for (const part of says) expect(issues.join("\n")).toContain(part);
    expect(Object.prototype).not.toHaveProperty("polluted");
  });
});
