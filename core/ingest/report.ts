import type { DatasetManifest } from "../dataset-manifest.js";
import { barChart, escapeHtml, formatCount } from "./plots.js";
import { SPLITS, WORDS_PER_BAR } from "./statistics.js";

const STYLE = `
  :root { color-scheme: light dark; --bar: #3b6fb6; }
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 760px; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; } td, th { padding: 2px 14px 2px 0; text-align: left; }
  td.n { text-align: right; font-variant-numeric: tabular-nums; }
  figure { margin: 1.5rem 0; } figcaption { font-weight: 600; }
  svg { width: 100%; font-size: 12px; } svg text { fill: currentColor; } svg rect { fill: var(--bar); }
  code { overflow-wrap: anywhere; }
`;

/** What of a manifest the report shows; the report is written before it. */
export type Reported = Omit<DatasetManifest, "files" | "createdAt">;

/** A dataset version's page: counts, what was left out and why, lengths, edits. Shows no sentence. */
export function renderReport(dataset: Reported): string {
  const { statistics, counts, source } = dataset;
  const facts: [string, string][] = [
    ["Source", `${source.kind}: ${source.location}`],
    ["Files", formatCount(source.files.length)],
    ["Bytes", formatCount(source.files.reduce((sum, file) => sum + file.bytes, 0))],
    ["Licence", dataset.licence ?? "not stated"],
    ["Split", dataset.splitRule],
    ["Evaluation sentences kept out", formatCount(dataset.evaluation.sentences)],
    ["Duplicates", duplicatesNote(dataset)],
  ];
  const rejects = Object.entries(statistics.rejects)
    .map(([reason, value]) => ({ label: reason.replaceAll("_", " "), value }))
    .sort((a, b) => b.value - a.value);
  const title = `Dataset ${dataset.name} ${dataset.version}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>
<h1>${escapeHtml(title)}</h1>
<p>${formatCount(counts.rows)} rows read, ${formatCount(counts.taken)} taken, ${formatCount(counts.rejected)} left out.</p>
<table>${SPLITS.map((split) => countRow(split, statistics.taken[split])).join("")}</table>
<h2>Where it comes from</h2>
<table>${facts.map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td><code>${escapeHtml(value)}</code></td></tr>`).join("")}</table>
${rejects.length > 0 ? barChart("Rows left out, by reason", rejects) : "<p>No row was left out.</p>"}
${dataset.kind === "pairs" ? barChart("Words of the source", lengthBars(statistics.sourceWords)) : ""}
${barChart("Words of the target", lengthBars(statistics.targetWords))}
${dataset.kind === "pairs" ? barChart("Words that differ between source and target", editBars(statistics.edits)) : ""}
</body></html>
`;
}

function countRow(name: string, value: number): string {
  return `<tr><th>${name}</th><td class="n">${formatCount(value)}</td></tr>`;
}

function duplicatesNote({ options, duplicatesExact }: Reported): string {
  if (options.duplicates === "keep") return "kept";
  const kind = options.duplicates === "near" ? "exact and near ones removed" : "exact ones removed";
  return duplicatesExact ? kind : `${kind}; some far apart may be left (too many rows to remember)`;
}

function lengthBars(bars: readonly number[]) {
  return bars.map((value, bar) => ({
    label: `${bar * WORDS_PER_BAR}${bar === bars.length - 1 ? "+" : `–${(bar + 1) * WORDS_PER_BAR - 1}`}`,
    value,
  }));
}

function editBars(bars: readonly number[]) {
  return bars.map((value, bar) => ({
    label: bar === bars.length - 1 ? `${bar}+` : `${bar}`,
    value,
  }));
}
