/** One bar of a chart. */
export interface Bar {
  readonly label: string;
  readonly value: number;
}

const WIDTH = 720;
const LABEL_WIDTH = 170;
const VALUE_WIDTH = 90;
const BAR_HEIGHT = 18;
const GAP = 5;

/** A horizontal bar chart as inline SVG; it says what it shows to screen readers too. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const largest = Math.max(1, ...bars.map((bar) => bar.value));
  const height = bars.length * (BAR_HEIGHT + GAP) + GAP;
  const scale = (WIDTH - LABEL_WIDTH - VALUE_WIDTH) / largest;
  const rows = bars.map((bar, index) => {
    const y = GAP + index * (BAR_HEIGHT + GAP);
    const width = Math.round(bar.value * scale * 10) / 10;
    const text = y + BAR_HEIGHT - 5;
    return (
      `<text x="${LABEL_WIDTH - 8}" y="${text}" text-anchor="end">${escapeHtml(bar.label)}</text>` +
      `<rect x="${LABEL_WIDTH}" y="${y}" width="${width}" height="${BAR_HEIGHT}" rx="2"/>` +
      `<text x="${LABEL_WIDTH + width + 6}" y="${text}">${formatCount(bar.value)}</text>`
    );
  });
  return (
    `<figure><figcaption>${escapeHtml(title)}</figcaption>` +
    `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}">` +
    `${rows.join("")}</svg></figure>`
  );
}

/** `12,345`. */
export function formatCount(value: number): string {
  return value.toLocaleString("en-GB");
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
