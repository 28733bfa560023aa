import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "./contender.js";
import { NAMES } from "./names.js";
import type { Rounds } from "./rounds.js";
import { greedyWhole } from "./sentences.js";
import type { MemoryResults, ServiceResults } from "./service.js";
import { ROOT } from "./settings.js";
import { bySentence, median } from "./stats.js";
import { atLeast, atMost, type Target } from "./targets.js";

const NO_PYTHON = "no --python";
const NO_PEERS = "no npm ci --prefix bench";

/** Every goal of the product's speed, beside what this run measured. */
export function goalsOf(
  rounds: Rounds,
  service: ServiceResults,
  memory: MemoryResults,
  cores: number,
  clock: Clock,
): Target[] {
  const ours = (what: string) => median(rounds.bySentence(NAMES.ours, what));
  const times = (name: string) => (rounds.has(name) ? rounds.timesOurs(name) : undefined);
  const greedy = median(bySentence(greedyWhole(rounds, "greedy")));
  const differing = rounds.of(NAMES.ours, "differing").flat();
  const harperMb = memory.harper?.afterMb;
  const single = service.throughput.find(({ connections }) => connections === 1);
  const { documents, repeated, health } = service;
  return [
    atLeast(
      "decoding: times as fast as greedy with a cache",
      4,
      ours("greedy") / ours("aggressive"),
    ),
    atLeast("whole sentence: times as fast as greedy with a cache", 2, greedy / ours("whole")),
    atMost("sentences that the two decode differently", 0, sum(differing)),
    atLeast("times as fast as transformers.js", 10, times(NAMES.transformersJs), NO_PYTHON),
    atLeast("times as fast as CTranslate2 int8", 1, times(NAMES.ctranslate2), NO_PYTHON),
    atLeast("… far goal", 1.5, times(NAMES.ctranslate2), NO_PYTHON),
    atLeast("times as fast as PyTorch, t5-small, 5 beams", 50, times(NAMES.torchBeam), NO_PYTHON),
    atMost("time over harper.js'", 1.5, inverse(times(NAMES.harper)), NO_PEERS),
    atMost("… far goal", 1, inverse(times(NAMES.harper)), NO_PEERS),
    atLeast(
      "text on two cores: sentences a second over those of one a request",
      2.5,
      cores >= 2 && clock === "wall" && single
        ? documents.sentencesPerS / single.requestsPerS
        : undefined,
      cores >= 2 ? "needs wall time and npm ci --prefix bench" : "one core only",
    ),
    atMost(
      "memory of the service over harper.js'",
      0.6,
      harperMb && memory.served.afterMb / harperMb,
      NO_PEERS,
    ),
    ...startGoals(),
    atMost("longest health check beside a text of 20,000 characters, ms", 20, health.longest),
    atMost("growth of time with length, as an exponent", 1.1, documents.exponent),
    atMost(
      "text again with one word changed: time over the first",
      0.5,
      repeated.changedMs / repeated.firstMs,
    ),
  ];
}

/** From the last run of `npm run bench:start`. */
function startGoals(): Target[] {
  const path = join(ROOT, "bench/results/start.json");
  const starts: Record<string, { correctedMs?: number }> = existsSync(path)
    ? JSON.parse(readFileSync(path, "utf8")).starts
    : {};
  return [
    ["correct", "bundle"],
    ["twin", "npm start"],
  ].map(([name = "", shown]) =>
    atMost(
      `process start to first corrected sentence (${shown}), ms`,
      900,
      starts[name]?.correctedMs,
      "no npm run bench:start",
    ),
  );
}

const inverse = (value: number | undefined) => value && 1 / value;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
