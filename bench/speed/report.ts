import type { Memory } from "./memory.js";
import type { Point, Row, SpeedResult } from "./result.js";
import type { Target } from "./targets.js";

/** Seen from docs/. */
const PLOT =
  "![Time by length of sentence, requests a second by connections, time by length of text](../bench/results/speed.svg)";

/** The result as Markdown. */
export function toMarkdown(result: SpeedResult): string {
  const { set, calls, differing } = result;
  return [
    `${circumstances(result)} Model \`${result.model}\`.`,
    "### Goals",
    table(["goal", "wanted", "measured", "holds"], result.targets.map(toTargetRow)),
    `### A sentence (${set.name}, ${set.sentences} sentences, one thread)`,
    table(["milliseconds", "median", "p95", "p99", "times GramAI"], result.rows.map(toRow)),
    `The decoder is called ${calls.aggressive} times a sentence, ${calls.greedy} times without a draft. ` +
      `Sentences for which the ways of decoding differ: ${differing}.`,
    "### By length in tokens",
    pointTable("median ms", result.byTokens),
    "### By number of mistakes",
    pointTable("median ms", result.byMistakes),
    "### Over HTTP, one sentence a request",
    table(
      ["connections", "requests a second", "median ms", "p95", "p99", "failed"],
      result.throughput.map(({ connections, requestsPerS, median, p95, p99, failed }) =>
        [connections, requestsPerS, median, p95, p99, failed].map(String),
      ),
    ),
    "### Texts",
    textTable(result),
    "### Memory and cost",
    memoryTable(result),
    PLOT,
  ].join("\n\n");
}

/** What a reader of the README wants to know. */
export function toShortTable(result: SpeedResult): string {
  const { rows, set, memory, targets } = result;
  const held = targets.filter(({ holds }) => holds).length;
  const harper = memory.harper ? `, harper.js ${memory.harper.afterMb} MB` : "";
  return [
    `${circumstances(result)} ${set.name}, one thread, milliseconds a sentence:`,
    table(
      ["", "median", "p95", "times GramAI"],
      rows
        .filter(({ timesOurs }) => timesOurs !== undefined)
        .map((row) => toRow(row).filter((_, column) => column !== 3)),
    ),
    `Memory of the service: ${memory.served.afterMb} MB${harper}. ${held} of ${targets.length} goals are reached; ` +
      "method, all tables and goals: [docs/benchmarks.md](docs/benchmarks.md).",
  ].join("\n\n");
}

function circumstances({ date, commit, machine, clock }: SpeedResult): string {
  const time = clock === "wall" ? "Times are as a caller waits" : "Times are processor time";
  const disturbed =
    machine.load > 0.5 ? `, other programs were at work (load ${machine.load})` : "";
  return `${date}, commit \`${commit}\`, ${machine.cpu}, ${cores(machine.cores)}, Node ${machine.node}. ${time}${disturbed}.`;
}

const cores = (count: number): string => (count === 1 ? "1 core" : `${count} cores`);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = `|${head.map((_, i) => (i === 0 ? "---" : "---:")).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

function toTargetRow({ what, wanted, measured, holds, why }: Target): string[] {
  if (holds === undefined) return [what, wanted, "", `not measured: ${why}`];
  return [what, wanted, String(measured), holds ? "yes" : "**no**"];
}

function toRow({ name, median, p95, p99, timesOurs }: Row): string[] {
  return [name, ...[median, p95, p99].map(String), timesOurs?.toFixed(2) ?? ""];
}

function pointTable(corner: string, points: readonly Point[]): string {
  const names = Object.keys(points[0]?.medians ?? {});
  return table(
    [corner, ...points.map(({ of }) => String(of))],
    names.map((name) => [name, ...points.map(({ medians }) => String(medians[name]))]),
  );
}

function textTable({ documents, repeated, health, splits }: SpeedResult): string {
  const lengths = documents.byLength.map(({ units, ms }) => [
    `${units.toLocaleString("en-US")} characters`,
    `${ms} ms`,
  ]);
  return table(
    ["text", "time"],
    [
      ...lengths,
      ["growth with length (1 is linear), as an exponent", String(documents.exponent)],
      ["sentences a second of the longest", String(documents.sentencesPerS)],
      ...splits.map(({ workers, threads, sentencesPerS }) => [
        `the same with ${workers} × ${threads} (workers × threads of each)`,
        String(sentencesPerS),
      ]),
      ["4,000 characters for the first time", `${repeated.firstMs} ms`],
      ["the same again", `${repeated.againMs} ms`],
      ["the same with one word changed", `${repeated.changedMs} ms`],
      [
        `health checks while the longest is corrected (${health.count}): median, p99, longest`,
        `${health.median}, ${health.p99}, ${health.longest} ms`,
      ],
    ],
  );
}

function memoryTable({ memory, cost }: SpeedResult): string {
  const both = ({ loadedMb, afterMb }: Memory) => `${loadedMb} MB, ${afterMb} MB`;
  const after = `once loaded, after ${memory.sentences.toLocaleString("en-US")} different sentences`;
  return table(
    ["", "value"],
    [
      [`memory of the service with one worker: ${after}`, both(memory.served)],
      [`of a process that has GramAI's engine alone: ${after}`, both(memory.library)],
      ...(memory.harper
        ? [[`of a process that has harper.js alone: ${after}`, both(memory.harper)]]
        : []),
      ["processor time a sentence of the service", `${memory.served.processorMs} ms`],
      [
        "estimate: a million sentences on one busy Cloud Run vCPU, in texts / one a request",
        `$${cost.inTexts} / $${cost.inRequests}`,
      ],
    ],
  );
}
