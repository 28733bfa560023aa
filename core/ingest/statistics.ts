import * as z from "zod";
import { REJECT_REASONS, type RejectReason } from "./rows.js";

/** Width of a bar of the length histogram, in words; the last bar holds everything longer. */
export const WORDS_PER_BAR = 5;
const LENGTH_BARS = 21;
const EDIT_BARS = 12;

export const SPLITS = ["train", "validation", "test"] as const;
export type Split = (typeof SPLITS)[number];

const count = z.int().min(0);

/** Counts and histograms of rows; parts add up to the whole. */
export const statisticsSchema = z.object({
  taken: z.object({ train: count, validation: count, test: count }),
  rejects: z.partialRecord(z.enum(REJECT_REASONS), count),
  sourceWords: z
    .array(count)
    .length(LENGTH_BARS)
    .meta({
      description: `Taken rows by words of the source, ${WORDS_PER_BAR} a bar`,
    }),
  targetWords: z.array(count).length(LENGTH_BARS),
  edits: z.array(count).length(EDIT_BARS).meta({
    description: "Taken rows by words that differ; the last bar holds all beyond",
  }),
});

export type Statistics = z.infer<typeof statisticsSchema>;

export function emptyStatistics(): Statistics {
  return {
    taken: { train: 0, validation: 0, test: 0 },
    rejects: {},
    sourceWords: Array(LENGTH_BARS).fill(0),
    targetWords: Array(LENGTH_BARS).fill(0),
    edits: Array(EDIT_BARS).fill(0),
  };
}

/** Counts one row that is taken. */
export function countTaken(
  statistics: Statistics,
  split: Split,
  row: { readonly sourceWords: number; readonly targetWords: number; readonly edits: number },
): void {
  statistics.taken[split]++;
  increment(statistics.sourceWords, row.sourceWords / WORDS_PER_BAR);
  increment(statistics.targetWords, row.targetWords / WORDS_PER_BAR);
  increment(statistics.edits, row.edits);
}

export function countReject(statistics: Statistics, reason: RejectReason): void {
  statistics.rejects[reason] = (statistics.rejects[reason] ?? 0) + 1;
}

/** The sum of the statistics of several parts. */
export function addStatistics(parts: readonly Statistics[]): Statistics {
  const sum = emptyStatistics();
  for (const part of parts) {
    for (const split of SPLITS) sum.taken[split] += part.taken[split];
    for (const reason of REJECT_REASONS) {
      const more = part.rejects[reason];
      if (more) sum.rejects[reason] = (sum.rejects[reason] ?? 0) + more;
    }
    for (const bars of ["sourceWords", "targetWords", "edits"] as const) {
      for (const [bar, more] of part[bars].entries()) sum[bars][bar] = (sum[bars][bar] ?? 0) + more;
    }
  }
  return sum;
}

export function takenRows(statistics: Statistics): number {
  return SPLITS.reduce((sum, split) => sum + statistics.taken[split], 0);
}

export function rejectedRows(statistics: Statistics): number {
  return Object.values(statistics.rejects).reduce((sum, rows) => sum + rows, 0);
}

function increment(bars: number[], bar: number): void {
  const index = Math.min(Math.floor(bar), bars.length - 1);
  bars[index] = (bars[index] as number) + 1;
}
