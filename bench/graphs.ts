/**
 * `npm run bench:graphs -- --data DATA [--checkpoint FOLDER] [--python PYTHON] [--docs]`: the graphs of one checkpoint in
 * every precision: size, processor time a sentence and scores on JFLEG's development sentences, all through the served
 * pipeline with the embedded model's thresholds. Prints a table and writes bench/results/graphs.json; --docs also puts
 * the table into docs/benchmarks.md. About four minutes.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { correctText } from "../core/correct.js";
import type { Manifest } from "../core/manifest.js";
import type { Rewriter } from "../core/ports.js";
import { rewriteSentences } from "../core/rewrite.js";
import { LEXICON_FILE } from "../core/spelling/lexicon.js";
import { loadEngine } from "../infra/onnx/engine.js";
import { readModelVersion } from "../infra/onnx/model-version.js";
import { writeBetweenMarks } from "./marks.js";
import { PYTHON } from "./python.js";
import { nowMs, useClock } from "./speed/contender.js";
import { log, MODEL, ROOT } from "./speed/settings.js";
import { median, round } from "./speed/stats.js";

/** Sentences that go before those that count. */
const WARM_UP = 20;
const SETS = {
  sets: {
    jfleg: {
      format: "lines",
      source: "eval_dev/jfleg_dev/dev.src",
      references: [0, 1, 2, 3].map((n) => `eval_dev/jfleg_dev/dev.ref${n}`),
    },
  },
};

interface Variant {
  readonly name: string;
  readonly folder: string;
  readonly rewriter: Rewriter;
  readonly answers: string[];
  readonly times: number[];
}

interface Score {
  readonly gleu: number;
  readonly f05: number;
}

const { values: options } = parseArgs({
  options: {
    data: { type: "string" },
    checkpoint: { type: "string", default: join(ROOT, "models/checkpoints/released") },
    python: { type: "string", default: PYTHON },
    docs: { type: "boolean", default: false },
  },
});
if (!options.data) {
  console.error("Expected --data, the folder that holds eval_dev/jfleg_dev.");
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), "gramai-graphs-"));
try {
  const setsFile = join(scratch, "sets.yaml");
  writeFileSync(setsFile, JSON.stringify(SETS)); // JSON is YAML
  const score = (...more: string[]) =>
    python("score.py", "--sets", setsFile, "--root", resolve(options.data as string), ...more);

  const textsFile = join(scratch, "texts.json");
  score("--texts", textsFile);
  const { jfleg }: { jfleg: string[] } = JSON.parse(readFileSync(textsFile, "utf8"));
  const variants = await exportVariants(join(scratch, "variants"));
  useClock("processor");
  await correctAll(variants, jfleg);

  const answersFile = join(scratch, "answers.json");
  const answers = variants.map(({ name, answers: jfleg }) => [name, { jfleg }]);
  writeFileSync(answersFile, JSON.stringify(Object.fromEntries(answers)));
  const scores: Record<string, { jfleg: Score }> = JSON.parse(
    lastLine(score("--answers", answersFile)),
  );
  report(variants, (name) => (scores[name] as { jfleg: Score }).jfleg);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function exportVariants(out: string): Promise<Variant[]> {
  const manifest = await readModelVersion(MODEL);
  python("export_variants.py", "--model", resolve(options.checkpoint), "--out", out);
  const names: string[] = JSON.parse(readFileSync(join(out, "variants.json"), "utf8"));
  const variants: Variant[] = [];
  for (const [number, name] of names.entries()) {
    const folder = join(out, String(number));
    if (LEXICON_FILE in manifest.files) {
      copyFileSync(join(MODEL, LEXICON_FILE), join(folder, LEXICON_FILE));
    }
    variants.push({ name, folder, rewriter: await open(folder, manifest), answers: [], times: [] });
  }
  return variants;
}

async function open(folder: string, manifest: Manifest): Promise<Rewriter> {
  const engine = await loadEngine(folder, manifest, 1);
  const { name, version, decision } = manifest;
  return {
    info: { name, version, ...decision },
    rewrite: (sentences, rewriteOptions) => rewriteSentences(engine, sentences, rewriteOptions),
    close: async () => {},
  };
}

/** All variants in turn with each sentence, so that what disturbs the machine disturbs all alike. */
async function correctAll(variants: readonly Variant[], texts: readonly string[]): Promise<void> {
  for (const { rewriter } of variants) {
    for (const text of texts.slice(0, WARM_UP)) await correctText(text, {}, { rewriter });
  }
  for (const [i, text] of texts.entries()) {
    if (i % 100 === 0) log(`${i} of ${texts.length} sentences`);
    for (const { rewriter, answers, times } of variants) {
      const started = nowMs();
      const { corrected } = await correctText(text, {}, { rewriter });
      times.push(nowMs() - started);
      answers.push(corrected);
    }
  }
}

function report(variants: readonly Variant[], scoreOf: (name: string) => Score): void {
  const [served] = variants as [Variant];
  const rows = variants.map(({ name, folder, answers, times }) => ({
    name,
    megabytes: round(megabytes(folder)),
    medianMs: round(median(times)),
    gleu: scoreOf(name).gleu,
    f05: scoreOf(name).f05,
    differentAnswers: answers.filter((answer, i) => answer !== served.answers[i]).length,
  }));
  const date = new Date().toISOString().slice(0, 10);
  const git = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const cpu = cpus()[0]?.model ?? "unknown";
  const result = { date, commit: git.trim(), cpu, sentences: served.answers.length, rows };
  writeFileSync(join(ROOT, "bench/results/graphs.json"), `${JSON.stringify(result, null, 1)}\n`);
  const table = [
    `${date}, commit \`${result.commit}\`, ${cpu}, one thread. JFLEG dev, ${result.sentences} sentences.`,
    "",
    "| weights | graphs, MB | processor time a sentence, median ms | GLEU | F0.5 | answers unlike the first row's |",
    "|---|---:|---:|---:|---:|---:|",
    ...rows.map((row) => `| ${Object.values(row).join(" | ")} |`),
  ].join("\n");
  console.log(table);
  if (options.docs) writeBetweenMarks("docs/benchmarks.md", "npm run bench:graphs", table);
}

function megabytes(folder: string): number {
  const graphs = ["encoder.onnx", "decoder.onnx"].map((name) => statSync(join(folder, name)).size);
  return graphs.reduce((sum, bytes) => sum + bytes, 0) / 1e6;
}

/** Runs a script of the trainer and gives back what it prints. */
function python(script: string, ...args: string[]): string {
  return execFileSync(options.python, [script, ...args], {
    cwd: join(ROOT, "training-job"),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 1 << 28,
  });
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
