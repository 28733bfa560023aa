import type { Chart } from "./plot.js";
import type { Point, SpeedResult } from "./result.js";

/** What `bench/results/speed.svg` shows. */
export function chartsOf(result: SpeedResult): Chart[] {
  const { byTokens, throughput, documents } = result;
  return [
    {
      title: "A sentence, by its length",
      x: "tokens",
      y: "median milliseconds",
      series: seriesOf(byTokens),
    },
    {
      title: "Requests of one sentence over HTTP",
      x: "connections at once",
      y: "requests a second",
      series: [
        { name: "GramAI", points: throughput.map((one) => [one.connections, one.requestsPerS]) },
      ],
    },
    {
      title: "A text, by its length",
      x: "characters",
      y: "milliseconds",
      series: [{ name: "GramAI", points: documents.byLength.map(({ units, ms }) => [units, ms]) }],
    },
  ];
}

function seriesOf(points: readonly Point[]): Chart["series"] {
  const names = Object.keys(points[0]?.medians ?? {});
  return names.map((name) => ({
    name,
    points: points.map(({ of, medians }) => [of, medians[name] as number] as const),
  }));
}
