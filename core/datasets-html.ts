import type { DatasetManifest } from "./dataset-manifest.js";
import { escapeHtml, formatCount } from "./ingest/plots.js";
import { SPLITS } from "./ingest/statistics.js";

/** Element id of a dataset version on the page of runs. */
export function datasetId({ name, version }: { name: string; version: string }): string {
  return `dataset-${name}-${version}`;
}

/** Dataset versions as a table: rows taken by split, rows left out by reason, most frequent first. */
export function renderDatasets(datasets: readonly DatasetManifest[]): string {
  if (datasets.length === 0) {
    return "<p>No dataset yet. Drop a file into <code>incoming/&lt;dataset&gt;/</code></p>";
  }
  const titles = ["Dataset", "Made", "Rows", ...SPLITS, "Left out"];
  const header = titles.map((title) => `<th>${title}</th>`).join("");
  return `<table><tr>${header}</tr>\n${datasets.map(renderRow).join("\n")}\n</table>`;
}

function renderRow(dataset: DatasetManifest): string {
  const { name, version, createdAt, counts, statistics } = dataset;
  const number = (value: number) => `<td class="number">${formatCount(value)}</td>`;
  const reasons = Object.entries(statistics.rejects)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, rows]) => `${formatCount(rows)} ${reason.replaceAll("_", " ")}`);
  const cells = [
    `<td>${escapeHtml(`${name}/${version}`)}</td>`,
    `<td>${escapeHtml(createdAt)}</td>`,
    number(counts.rows),
    ...SPLITS.map((split) => number(statistics.taken[split])),
    `<td>${formatCount(counts.rejected)}${reasons.length > 0 ? `: ${escapeHtml(reasons.join(", "))}` : ""}</td>`,
  ];
  return `<tr id="${escapeHtml(datasetId(dataset))}">${cells.join("")}</tr>`;
}
