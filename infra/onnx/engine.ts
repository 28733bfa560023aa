import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { tokenCosts } from "../../core/align.js";
import { ModelError } from "../../core/errors.js";
import type { Manifest } from "../../core/manifest.js";
import type { RewriteEngine } from "../../core/rewrite.js";
import { LEXICON_FILE, Lexicon } from "../../core/spelling/lexicon.js";
import { SentenceTokenizer } from "../../core/tokens.js";
import { OnnxGraph } from "./graph.js";

/** A model version's files, opened: all of an engine that can be had without its manifest. */
export interface ModelParts {
  readonly tokenizerJson: object;
  readonly tokenizerConfig: object;
  readonly lexicon: Lexicon | undefined;
  readonly encoder: InferenceSession;
  readonly decoder: InferenceSession;
}

/**
 * Opens both graphs, and reads the tokenizer and the word list where there is one.
 * @param threads threads inside one operator.
 * @throws ModelError naming the graph that cannot be used.
 */
export async function openParts(modelDir: string, threads: number): Promise<ModelParts> {
  const [tokenizerJson, tokenizerConfig, lexicon, encoder, decoder] = await Promise.all([
    readJson(join(modelDir, "tokenizer.json")),
    readJson(join(modelDir, "tokenizer_config.json")),
    existsSync(join(modelDir, LEXICON_FILE))
      ? readLexicon(join(modelDir, LEXICON_FILE))
      : undefined,
    openSession(join(modelDir, "encoder.onnx"), threads),
    openSession(join(modelDir, "decoder.onnx"), threads),
  ]);
  return { tokenizerJson, tokenizerConfig, lexicon, encoder, decoder };
}

/**
 * Loads tokenizer, both graphs and the word list, where there is one, of a model version whose
 * files have been checked.
 * @param threads threads inside one operator.
 * @param opened its files, where they have been opened ahead.
 * @throws ModelError naming the file that cannot be used.
 */
export async function loadEngine(
  modelDir: string,
  manifest: Manifest,
  threads: number,
  opened: Promise<ModelParts> = openParts(modelDir, threads),
): Promise<RewriteEngine> {
  const { tokenizerJson, tokenizerConfig, lexicon, encoder, decoder } = await opened;
  const { prefix, leadingSpace, tokens, limits, decision } = manifest;
  const tokenizer = new SentenceTokenizer(tokenizerJson, tokenizerConfig, {
    prefix,
    leadingSpace,
    eos: tokens.eos,
  });
  const graph = new OnnxGraph(encoder, decoder, { pad: tokens.pad, keepBias: decision.keepBias });
  const { vocabulary } = tokenizer;
  return {
    tokenizer,
    model: {
      graph,
      tokens,
      vocabulary,
      costs: tokenCosts(vocabulary),
      maxTargetTokens: limits.maxTargetTokens,
    },
    maxSourceTokens: limits.maxSourceTokens,
    lexicon: LEXICON_FILE in manifest.files ? lexicon : undefined,
  };
}

async function readJson(path: string): Promise<object> {
  return JSON.parse(await readFile(path, "utf8")) as object;
}

async function readLexicon(path: string): Promise<Lexicon> {
  return new Lexicon(await readFile(path, "utf8"));
}

async function openSession(path: string, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(path, {
      executionProviders: ["cpu"],
      graphOptimizationLevel: "all",
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
  } catch (cause) {
    throw new ModelError(
      `Cannot load model file ${path}: this runtime does not understand it; ` +
        "export the model again with training-job/export.py",
      { cause },
    );
  }
}
