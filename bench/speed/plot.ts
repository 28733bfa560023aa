/** A line of a chart. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Both axes are logarithmic: doubling is a fixed step, and what grows linearly rises at 45 degrees or so. */
export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
}

const WIDTH = 720;
const HEIGHT = 340;
const MARGIN = { left: 64, right: 190, top: 40, bottom: 48 };
/** Okabe and Ito's palette, which colour-blind readers can tell apart. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

/**
 * An SVG of charts one below the other. What a logarithmic axis cannot show, zero and what was not
 * measured, is left out, and so are series and charts without points.
 */
export function toSvg(charts: readonly Chart[]): string {
  const shown = charts.map(shownOf).filter(({ series }) => series.length > 0);
  const height = shown.length * HEIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="white"/>`,
    ...shown.map((chart, i) => `<g transform="translate(0 ${i * HEIGHT})">${draw(chart)}</g>`),
    "</svg>",
    "",
  ].join("\n");
}

function shownOf(chart: Chart): Chart {
  const series = chart.series.map(({ name, points }) => ({
    name,
    points: points.filter((point) => point.every((value) => value > 0)),
  }));
  return { ...chart, series: series.filter(({ points }) => points.length > 0) };
}

interface Axis {
  readonly ticks: readonly number[];
  place(value: number): number;
}

function draw({ title, x, y, series }: Chart): string {
  const all = series.flatMap(({ points }) => points);
  const [right, bottom] = [WIDTH - MARGIN.right, HEIGHT - MARGIN.bottom];
  const across = axis(
    all.map(([value]) => value),
    MARGIN.left,
    right,
  );
  const up = axis(
    all.map(([, value]) => value),
    bottom,
    MARGIN.top,
  );
  const parts = [
    text(MARGIN.left, 22, title, 'font-weight="bold"'),
    text((MARGIN.left + right) / 2, HEIGHT - 10, x, 'text-anchor="middle"'),
    `<g transform="translate(14 ${(MARGIN.top + bottom) / 2}) rotate(-90)">${text(0, 0, y, 'text-anchor="middle"')}</g>`,
    ...across.ticks.map((tick) => {
      const at = across.place(tick).toFixed(1);
      const line = `<path d="M${at} ${MARGIN.top}V${bottom}" stroke="#ddd"/>`;
      return line + text(Number(at), bottom + 16, label(tick), 'text-anchor="middle"');
    }),
    ...up.ticks.map((tick) => {
      const at = up.place(tick).toFixed(1);
      const line = `<path d="M${MARGIN.left} ${at}H${right}" stroke="#ddd"/>`;
      return line + text(MARGIN.left - 6, Number(at) + 4, label(tick), 'text-anchor="end"');
    }),
    ...series.map((one, i) => drawSeries(one, i, across, up)),
  ];
  return parts.join("\n");
}

function drawSeries({ name, points }: Series, index: number, across: Axis, up: Axis): string {
  const colour = COLOURS[index % COLOURS.length];
  const places = points.map(([x, y]) => [across.place(x).toFixed(1), up.place(y).toFixed(1)]);
  const row = MARGIN.top + 10 + index * 18;
  const side = WIDTH - MARGIN.right + 14;
  return [
    `<polyline points="${places.map((place) => place.join(",")).join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`),
    `<circle cx="${side}" cy="${row - 4}" r="4" fill="${colour}"/>${text(side + 10, row, name)}`,
  ].join("\n");
}

/** A logarithmic axis from pixel `from` to pixel `to`, ticks at 1, 2 and 5 times powers of ten. */
function axis(values: readonly number[], from: number, to: number): Axis {
  const low = Math.log(Math.min(...values));
  const high = Math.max(Math.log(Math.max(...values)), low + 0.1);
  const place = (value: number) => from + ((Math.log(value) - low) / (high - low)) * (to - from);
  const ticks: number[] = [];
  for (let power = Math.floor(low / Math.LN10); power <= high / Math.LN10; power++) {
    for (const step of [1, 2, 5]) {
      const tick = step * 10 ** power;
      if (Math.log(tick) >= low - 1e-9 && Math.log(tick) <= high + 1e-9) ticks.push(tick);
    }
  }
  return { ticks, place };
}

function text(x: number, y: number, content: string, attributes = ""): string {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${x}" y="${y}" ${attributes}>${escaped}</text>`;
}

function label(value: number): string {
  return Number(value.toPrecision(6)).toLocaleString("en-US");
}
