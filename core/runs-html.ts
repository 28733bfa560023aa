import type { DatasetManifest, DatasetReference } from "./dataset-manifest.js";
import { datasetId, renderDatasets } from "./datasets-html.js";
import { escapeHtml } from "./ingest/plots.js";
import { RUNS_STYLE } from "./runs-style.js";
import type { LossPoint, RunView } from "./runs-view.js";

const [WIDTH, HEIGHT] = [320, 90];

export interface RunsPageOptions {
  /** When the page was made. */
  readonly at: Date;
  /** Seconds until a browser loads it again while a run is under way; 0: never. */
  readonly refreshS: number;
}

/** What the page shows. */
export interface RunsPage {
  readonly runs: readonly RunView[];
  readonly datasets: readonly DatasetManifest[];
}

/**
 * All runs as one HTML page without scripts: state, losses, scores beside the serving model, why;
 * and the datasets there are.
 */
export function renderRuns({ runs, datasets }: RunsPage, options: RunsPageOptions): string {
  const { at, refreshS } = options;
  const live = runs.some((run) => isUnderWay(run));
  const refresh = live && refreshS > 0 ? `<meta http-equiv="refresh" content="${refreshS}">\n` : "";
  const body =
    runs.length > 0
      ? runs.map(renderRun).join("\n")
      : "<p>No run yet. Publish one: <code>gramai train smoke --reason first</code></p>";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh}<title>GramAI runs</title>
<style>${RUNS_STYLE}</style>
</head>
<body>
<main>
<h1>GramAI runs</h1>
<p class="quiet">As of ${at.toISOString()}</p>
<section aria-labelledby="runs">
<h2 id="runs">Runs</h2>
${body}
</section>
<section aria-labelledby="datasets">
<h2 id="datasets">Datasets</h2>
<div class="sheet" tabindex="0" role="region" aria-label="Table of datasets">${renderDatasets(datasets)}</div>
</section>
</main>
</body>
</html>
`;
}

function isUnderWay({ status }: RunView): boolean {
  return ["claimed", "submitted", "evaluated"].includes(status?.state ?? "claimed");
}

function renderRun(run: RunView): string {
  const { request, status } = run;
  const state = status?.state ?? "claimed";
  const data = [request.dataset, request.feedback].flatMap((version) =>
    version ? [linkTo(version)] : [],
  );
  const { experiment, overrides, reason } = request.request;
  return `<article id="${escapeHtml(request.run)}">
<h3>${escapeHtml(request.run)} <b class="${state}">${state}</b></h3>
<p>${escapeHtml(status?.message ?? "Claimed")}</p>
<p><small>Experiment ${escapeHtml([experiment, ...overrides].join(" "))} · dataset ${data.join(" and ") || "none named"} · asked ${escapeHtml(request.publishedAt)}: ${escapeHtml(reason)}</small></p>
${renderProgress(run)}${renderLosses(run)}${renderScores(run)}</article>`;
}

function renderProgress(run: RunView): string {
  const step = run.training.at(-1)?.step;
  if (run.status?.state !== "submitted" || run.result || !run.maxSteps || step === undefined)
    return "";
  return `<progress max="${run.maxSteps}" value="${step}" aria-label="Steps done"></progress><small>step ${step} of ${run.maxSteps}</small>\n`;
}

/** Losses by step: training in blue, held-out rows in orange. */
function renderLosses({ training, heldOut }: RunView): string {
  const all = [...training, ...heldOut].filter(({ loss }) => Number.isFinite(loss));
  if (all.length < 2) return "";
  const steps = all.map(({ step }) => step);
  const losses = all.map(({ loss }) => loss);
  const [firstStep, lastStep] = [Math.min(...steps), Math.max(...steps)];
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const toX = (step: number) => ((step - firstStep) / Math.max(1, lastStep - firstStep)) * WIDTH;
  const toY = (loss: number) => HEIGHT - ((loss - low) / Math.max(1e-9, high - low)) * HEIGHT;
  const line = (points: readonly LossPoint[], kind: string) =>
    points.length < 2
      ? ""
      : `<polyline class="${kind}" points="${points.map(({ step, loss }) => `${toX(step).toFixed(1)},${toY(loss).toFixed(1)}`).join(" ")}"/>`;
  const label = `Loss from ${high.toFixed(3)} down to ${low.toFixed(3)} over steps ${firstStep} to ${lastStep}`;
  return `<svg viewBox="0 -10 ${WIDTH} ${HEIGHT + 22}" width="${WIDTH * 2}" role="img" aria-label="${label}">${line(training, "training")}${line(heldOut, "held-out")}<text x="0" y="${HEIGHT + 10}">${label}</text></svg>\n`;
}

function renderScores({ evaluation, promotion }: RunView): string {
  if (!evaluation) return "";
  const { candidate, serving } = evaluation;
  const names = [...new Set([...Object.keys(candidate.scores), ...Object.keys(serving.scores)])];
  const cell = (value: number | undefined) =>
    `<td class="number">${value === undefined ? "–" : String(Math.round(value * 100) / 100)}</td>`;
  const rows = [
    ...names.sort().map((name) => [name, candidate.scores[name], serving.scores[name]] as const),
    ["bytes", candidate.bytes, serving.bytes] as const,
    ["ms a sentence", candidate.msPerSentence, serving.msPerSentence] as const,
  ];
  const checks = (promotion?.checks ?? []).map(
    ({ passed, says }) => `<li>${passed ? "✓" : "✗"} ${escapeHtml(says)}</li>`,
  );
  return `<table><tr><th>Score</th><th>${escapeHtml(candidate.version ?? "")}</th><th>serving: ${escapeHtml(serving.version ?? "embedded")}</th></tr>
${rows.map(([name, ours, theirs]) => `<tr><td>${escapeHtml(name)}</td>${cell(ours)}${cell(theirs)}</tr>`).join("\n")}
</table>
${checks.length > 0 ? `<ul>${checks.join("\n")}</ul>\n` : ""}`;
}

function linkTo(version: DatasetReference): string {
  const text = escapeHtml(`${version.name}/${version.version}`);
  return `<a href="#${escapeHtml(datasetId(version))}">${text}</a>`;
}
