/**
 * `npm run bench -- [--data DATA] [--python PYTHON] [--clock processor]`: how fast GramAI is beside its peers, all in one
 * run on this machine, one thread each. Prints tables and writes bench/results/speed.json and speed.svg. How to get
 * the peers: bench/README.md.
 *
 * --data DATA            folder with eval_dev/jfleg_dev/dev.src; default: the repository's own sentences
 * --python PYTHON        Python with bench/peers/requirements.txt; default: without PyTorch, CTranslate2, transformers.js
 * --clock processor      count processor time instead of wall time, where other programs want the same cores
 * --sentences N          sentences of the main table (96); slow peers do a part of them
 * --memory-sentences N   sentences after which memory is looked at again (2000)
 * --docs                 also put the tables into docs/benchmarks.md and README.md
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { writeBetweenMarks } from "./marks.js";
import { chartsOf } from "./speed/charts.js";
import { startLanes } from "./speed/contenders.js";
import { estimateCost } from "./speed/cost.js";
import { goalsOf } from "./speed/goals.js";
import { NAMES } from "./speed/names.js";
import { toSvg } from "./speed/plot.js";
import { toMarkdown, toShortTable } from "./speed/report.js";
import type { SpeedResult } from "./speed/result.js";
import { measureSentences, toRows } from "./speed/sentences.js";
import { buildService, measureMemories, measureService } from "./speed/service.js";
import { log, MODEL, ROOT, readSettings, type Settings } from "./speed/settings.js";
import { round } from "./speed/stats.js";
import { mainSet } from "./speed/texts.js";

async function measure(settings: Settings): Promise<SpeedResult> {
  const load = round(loadavg()[0] ?? 0);
  const set = mainSet(settings.data);
  const lanes = await startLanes(settings);
  const { rounds, byTokens, byMistakes } = await measureSentences(lanes, set.sentences, settings);
  for (const { contender } of lanes) contender.close();
  const { service, memory } = await measureBundle(set.sentences, settings);
  const mean = (what: string) => {
    const values = rounds.of(NAMES.ours, what).flat();
    return round(values.reduce((sum, value) => sum + value, 0) / values.length);
  };
  const cores = availableParallelism();
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const { version } = JSON.parse(readFileSync(join(MODEL, "manifest.json"), "utf8"));
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit.trim(),
    model: version,
    machine: { cpu: cpus()[0]?.model ?? "unknown", cores, node: process.version, load },
    clock: settings.clock,
    set: { name: set.name, sentences: rounds.bySentence(NAMES.ours).length },
    rows: toRows(rounds, lanes),
    calls: { aggressive: mean("aggressiveCalls"), greedy: mean("greedyCalls") },
    differing: rounds.of(NAMES.ours, "differing")[0]?.filter((value) => value > 0).length ?? 0,
    byTokens,
    byMistakes,
    ...service,
    memory,
    cost: estimateCost(memory.served.processorMs),
    targets: goalsOf(rounds, service, memory, cores, settings.clock),
  };
}

async function measureBundle(sentences: readonly string[], settings: Settings) {
  const { folder, remove } = buildService();
  try {
    const service = await measureService(folder, sentences, settings);
    return { service, memory: await measureMemories(folder, sentences, settings) };
  } finally {
    remove();
  }
}

// So that what is started is ended as well.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const started = performance.now();
const settings = readSettings(process.argv.slice(2));
const result = await measure(settings);
const markdown = toMarkdown(result);
console.log(markdown);
writeFileSync(join(ROOT, "bench/results/speed.json"), `${JSON.stringify(result, null, 1)}\n`);
writeFileSync(join(ROOT, "bench/results/speed.svg"), toSvg(chartsOf(result)));
if (settings.docs) {
  writeBetweenMarks("docs/benchmarks.md", "npm run bench", markdown);
  writeBetweenMarks("README.md", "npm run bench", toShortTable(result));
}
log(`took ${Math.round((performance.now() - started) / 1000)} s`);
