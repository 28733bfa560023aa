import * as z from "zod";
import { jobSchema, promotionRuleSchema, sweepSchema } from "./experiment-service.js";

const text = (description: string) => z.string().meta({ description });
const atLeast = (least: number, description: string) => z.int().min(least).meta({ description });

const sourceSchema = z
  .strictObject({
    path: text(
      "Relative to the data root; .txt, .tsv or .jsonl, plain or .gz or .xz; or a dataset version's folder",
    ),
    kind: z.enum(["clean", "right", "synthetic", "invented", "pairs"]).meta({
      description:
        "`clean`: right sentences, errors are synthesised while training; `right`: right sentences to leave alone; `synthetic`: errors are synthesised once, in preparation; `invented`: errors are written by a model (invent.py); `pairs`: source and target",
    }),
    weight: z.number().min(0).meta({
      description: "Share of the examples drawn from here, relative to the other sources",
    }),
    header: z.boolean().default(false).meta({ description: "The first line names the columns" }),
    limit: atLeast(0, "Rows read at most; 0 reads all").default(0),
    exclude: text("Rows whose third or fourth column contains this are left out").default(""),
    holdout: z.number().min(0).lt(1).default(0).meta({
      description: "Share of rows kept for measuring, chosen by hash of the target",
    }),
    sample: z.number().positive().max(1).default(1).meta({
      description: "Share of rows read, spread over the file; chosen by hash of the target",
    }),
    skip: z.number().min(0).lt(1).default(0).meta({
      description: "Share of rows passed over first: what another source of the same file takes",
    }),
    respelt: z.boolean().default(false).meta({
      description: "The wrong sides go through the spelling stage, as when the model serves",
    }),
    mined: z.boolean().default(false).meta({
      description:
        "Of `right` rows only those that the served model would change without being sure",
    }),
  })
  .meta({ id: "Source" });

const dataSchema = z
  .strictObject({
    sources: z
      .record(z.string().min(1), sourceSchema)
      .refine((sources) => Object.keys(sources).length > 0, "expected at least one source"),
    exclude_sets: z.array(z.string()).default([]).meta({
      description: "Files whose lines must not be trained on, relative to the data root",
    }),
    min_words: z.int().default(2),
    max_words: z.int().default(40),
    max_tokens: z.int().default(96).meta({
      description: "Longest source or target in tokens, end of sentence included",
    }),
    synthesis: z.record(z.string(), z.unknown()).default({}).meta({
      description: "Rates of the error synthesis",
    }),
    resources: text("Folder of word lists, relative to the data root; empty: rules only").default(
      "",
    ),
    join_rate: z.number().min(0).max(1).default(0).meta({
      description: "Share of clean examples made of two sentences, so that run-ons occur",
    }),
    superbatch: atLeast(1, "Examples drawn, sorted by length and batched together").default(3000),
    reverse: z.boolean().default(false).meta({
      description: "Right sentences are the source: the model learns to make errors",
    }),
  })
  .meta({ id: "Data" });

const tokenizerSchema = z
  .strictObject({
    vocab_size: z.int().default(8192),
    sample: z.int().default(400_000).meta({ description: "Sentences the merges are learnt from" }),
  })
  .meta({ id: "TokenizerConfig" });

const modelSchema = z
  .strictObject({
    init: text("`scratch`, a checkpoint folder, or a hub id of a T5").default("scratch"),
    architecture: z.enum(["aligned-t5", "t5"]).default("aligned-t5"),
    shape: z.record(z.string(), z.unknown()).default({}).meta({
      description: "With `scratch`: fields of AlignedT5Config or T5Config",
    }),
    prefix: text("Task prefix in front of every source, e.g. `grammar: `").default(""),
  })
  .meta({ id: "Model" });

const trainingSchema = z
  .strictObject({
    max_steps: atLeast(1, "Optimiser steps of the whole run"),
    max_seconds: z.number().min(0).default(0).meta({
      description: "The run ends, its schedule fitted to it, after this time; 0 is off",
    }),
    batch_tokens: atLeast(
      1,
      "Padded source tokens per step over all processes and accumulated batches",
    ).default(6144),
    accumulation: atLeast(1, "Batches per optimiser step and process").default(1),
    optimiser: z.enum(["muon", "adamw"]).default("muon"),
    learning_rate: z.number().gt(0).default(2e-3),
    warmup_steps: z.int().default(100),
    decay_steps: z.int().default(0).meta({
      description: "Last steps, in which the rate falls to zero in a straight line; 0: constant",
    }),
    weight_decay: z.number().default(0),
    clip: z.number().default(1).meta({ description: "Largest gradient norm" }),
    label_smoothing: z.number().default(0),
    copy_loss_rate: z.number().gt(0).max(1).default(1).meta({
      description: "Share of the copied tokens whose loss is computed, weighted up in return",
    }),
    ema: z.number().default(0).meta({ description: "Decay of the averaged weights; 0 is off" }),
    precision: z.enum(["auto", "bf16", "fp32"]).default("auto"),
    compile: z.boolean().default(false),
    log_every: atLeast(1, "Steps between lines of metrics").default(20),
    eval_every: z.int().default(500).meta({
      description: "Steps between evaluations on the held-out rows; 0 is never",
    }),
    save_every: atLeast(1, "Steps between checkpoints").default(500),
    patience: z.int().default(0).meta({
      description: "Evaluations without a better loss before stopping; 0 is off",
    }),
  })
  .meta({ id: "Training" });

/**
 * One experiment: everything about one run. The same fields as the trainer's dataclasses
 * (training-job/gec/config.py), with what only the service reads in `job`, `promotion` and `sweep`.
 */
export const experimentSchema = z
  .strictObject({
    name: z.string().min(1),
    data: dataSchema,
    training: trainingSchema,
    seed: z.int().default(17),
    tokenizer: tokenizerSchema.default(tokenizerSchema.parse({})),
    model: modelSchema.default(modelSchema.parse({})),
    job: jobSchema.default(jobSchema.parse({})),
    promotion: promotionRuleSchema.default(promotionRuleSchema.parse({})),
    sweep: sweepSchema.optional(),
  })
  .meta({ title: "Experiment" });

export type Experiment = z.infer<typeof experimentSchema>;
