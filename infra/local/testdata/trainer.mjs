#!/usr/bin/env node
// Stands in for the trainer's interpreter: writes what job.py would, in a second and without a model.
// Called as: trainer.mjs JOB.PY --experiment FILE --run FOLDER --store FOLDER
// `training.log_every` 77: fails; 78: ends without a result; 79: is killed once, half way.
import { createHash } from "node:crypto";
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const argument = (name) => process.argv[process.argv.indexOf(name) + 1];
const [experimentFile, runFolder, store] = ["--experiment", "--run", "--store"].map(argument);
const experiment = JSON.parse(readFileSync(experimentFile, "utf8"));
const run = basename(runFolder);
const startedAt = new Date().toISOString();
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

console.log(`run ${run}`);
for (let step = 10; step <= experiment.training.max_steps; step += 10) {
  const row = { step, group: "train", loss: 5 / step, lr: 0.01, tokens_per_s: 1 };
  appendFileSync(join(runFolder, "metrics.jsonl"), `${JSON.stringify(row)}\n`);
}
const { log_every: fault } = experiment.training;
const marker = join(runFolder, "half-way");
if (fault === 79 && !existsSync(marker)) {
  writeFileSync(marker, "");
  process.kill(process.pid, "SIGKILL");
}
if (fault === 78) process.exit(0);
if (fault === 77) finish({ status: "failed", error: "the loss is not a number" });
else finish({ status: "succeeded", model: publish(), scores: {} });

/** The tiny model of the tests under another version: the run's name is in a file of it. */
function publish() {
  const tiny = fileURLToPath(new URL("../../../core/testdata/tiny-model", import.meta.url));
  const manifest = JSON.parse(readFileSync(join(tiny, "manifest.json"), "utf8"));
  const evaluation = Buffer.from(JSON.stringify({ run }));
  manifest.files["evaluation.json"] = { bytes: evaluation.length, sha256: sha256(evaluation) };
  const hashes = Object.values(manifest.files).map((file) => file.sha256);
  manifest.version = sha256(hashes.sort().join("\n")).slice(0, 12);
  manifest.name = experiment.name;
  const folder = join(store, "models", manifest.name, manifest.version);
  mkdirSync(folder, { recursive: true });
  for (const name of Object.keys(manifest.files)) {
    if (name !== "evaluation.json") cpSync(join(tiny, name), join(folder, name));
  }
  writeFileSync(join(folder, "evaluation.json"), evaluation);
  writeWhole(join(folder, "manifest.json"), manifest);
  return { name: manifest.name, version: manifest.version };
}

function finish(fields) {
  const endedAt = new Date().toISOString();
  writeWhole(join(runFolder, "result.json"), { schema: 1, run, ...fields, startedAt, endedAt });
}

function writeWhole(path, value) {
  writeFileSync(`${path}.partial`, JSON.stringify(value));
  renameSync(`${path}.partial`, path);
}
