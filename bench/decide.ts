/**
 * `npm run bench:decide -- --data DATA [--model MODEL_DIR]`: proposes every edit that the served pipeline would make
 * without thresholds, on the sets of configs/evaluation.yaml that decide, and puts the thresholds with the best scores
 * into the model's manifest. Writes bench/results/decision.json and calibration.svg.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type JudgedCorrection, judgedStream } from "../core/correct.js";
import { isSpelling } from "../core/kind.js";
import type { Rewriter } from "../core/ports.js";
import { createOnnxRewriter } from "../infra/onnx/pool.js";
import { PYTHON } from "./python.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Texts under way at once. */
const AT_ONCE = 64;

const { values: options } = parseArgs({
  options: {
    data: { type: "string" },
    model: { type: "string", default: join(ROOT, "models/embedded") },
    python: { type: "string", default: PYTHON },
  },
});
if (!options.data) {
  console.error(
    "Expected --data, the folder that the paths in configs/evaluation.yaml start from.",
  );
  process.exit(2);
}

const decide = (...more: string[]): string =>
  execFileSync(
    options.python,
    [
      "decide.py",
      "--sets",
      "../configs/evaluation.yaml",
      "--root",
      resolve(options.data as string),
      ...more,
    ],
    { cwd: join(ROOT, "training-job"), encoding: "utf8", maxBuffer: 1 << 28 },
  );

const scratch = mkdtempSync(join(tmpdir(), "gramai-decide-"));
const rewriter = await createOnnxRewriter({
  modelDir: options.model,
  workers: availableParallelism(),
  threadsPerWorker: 1,
  maxQueue: 100_000,
});
try {
  const textsFile = join(scratch, "texts.json");
  decide("--texts", textsFile);
  const texts: Record<string, string[]> = JSON.parse(readFileSync(textsFile, "utf8"));
  const edits: Record<string, (string | number | boolean)[][][]> = {};
  for (const [name, lines] of Object.entries(texts)) {
    edits[name] = await propose(rewriter, lines);
    console.error(`${name}: ${lines.length} texts`);
  }
  const editsFile = join(scratch, "edits.json");
  writeFileSync(editsFile, JSON.stringify(edits));
  const out = join(ROOT, "bench/results");
  process.stdout.write(
    decide("--edits", editsFile, "--out", out, "--model", resolve(options.model)),
  );
} finally {
  await rewriter.close();
  rmSync(scratch, { recursive: true, force: true });
}

/** Of each text every edit, as [start, end, replacement, confidence, whether it spells the same words otherwise, evidence]. */
async function propose(
  model: Rewriter,
  lines: string[],
): Promise<(string | number | boolean)[][][]> {
  const proposed: (string | number | boolean)[][][] = [];
  for (let at = 0; at < lines.length; at += AT_ONCE) {
    const corrections = await Promise.all(
      lines.slice(at, at + AT_ONCE).map((text) => judged(model, text)),
    );
    for (const sentences of corrections) {
      const made = sentences.flatMap(({ edits }) => edits);
      proposed.push(
        made.map(({ start, end, replacement, confidence, type, evidence }) => [
          start,
          end,
          replacement,
          confidence,
          isSpelling(type),
          evidence,
        ]),
      );
    }
  }
  return proposed;
}

async function judged(model: Rewriter, text: string): Promise<JudgedCorrection[]> {
  const sentences: JudgedCorrection[] = [];
  for await (const sentence of judgedStream(text, { minConfidence: 0 }, { rewriter: model })) {
    sentences.push(sentence);
  }
  return sentences;
}
