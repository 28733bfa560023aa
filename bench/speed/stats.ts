/** What is reported of many times, in milliseconds. */
export interface Summary {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
}

/** @param share 0..1; nearest rank. NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(0, Math.ceil(share * sorted.length) - 1);
  return sorted[rank] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The median over sentences of each one's median over rounds, so that a disturbed round moves
 * nothing; the tails over every single time.
 * @param rounds times by round, one a sentence, the same sentences in each.
 */
export function summarise(rounds: readonly (readonly number[])[]): Summary {
  const all = rounds.flat();
  return {
    count: all.length,
    median: round(median(bySentence(rounds))),
    p95: round(quantile(all, 0.95)),
    p99: round(quantile(all, 0.99)),
  };
}

/** Each sentence's median over the rounds. */
export function bySentence(rounds: readonly (readonly number[])[]): number[] {
  return (rounds[0] ?? []).map((_, i) => median(rounds.map((round) => round[i] as number)));
}

/** Slope of the least-squares line through the logarithms: 1 where y grows as x does. */
export function growth(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (k: 0 | 1) => logs.reduce((sum, point) => sum + point[k], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return covariance / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

/** Three significant digits or so: more is noise. */
export function round(value: number): number {
  return Number(value.toPrecision(4));
}
