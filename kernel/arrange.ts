/* Puts the lines of many rows in order of the bins that they go to. */
import { ARRANGED, BIN, BINS, LINES, ROW_NUMBERS, ROWS } from "./layout";
import { copy } from "./scan";

/** Between the lines of two bins: `copy` goes beyond its end. */
const GAP: u32 = 16;

/**
 * Copies the lines of the rows that stand at `ROWS` to `ARRANGED`, each row's to the bin that its
 * number `BIN` says, in order; a row that is in no bin (-1) is left out. For each bin, three numbers are left
 * at `BINS`: where its lines start and end, and how many they are.
 */
export function arrange(rows: i32, bins: i32): void {
  memory.fill(BINS, 0, (bins as usize) * 12);
  const last = ROWS + (rows as usize) * ROW_NUMBERS * 4;
  let start: u32 = LINES;
  for (let row = ROWS; row < last; row += ROW_NUMBERS * 4) {
    const end = (LINES as u32) + load<u32>(row);
    const bin = binOf(row);
    if (bin !== 0) {
      store<u32>(bin, load<u32>(bin, 4) + end - start, 4);
      store<u32>(bin, load<u32>(bin, 8) + 1, 8);
    }
    start = end;
  }
  let free: u32 = ARRANGED;
  for (let bin = BINS; bin < BINS + (bins as usize) * 12; bin += 12) {
    const bytes = load<u32>(bin, 4);
    store<u32>(bin, free);
    store<u32>(bin, free, 4);
    free += bytes + GAP;
  }
  start = LINES;
  for (let row = ROWS; row < last; row += ROW_NUMBERS * 4) {
    const end = (LINES as u32) + load<u32>(row);
    const bin = binOf(row);
    if (bin !== 0) {
      const to = load<u32>(bin, 4) as usize;
      store<u32>(bin, copy(to, start as usize, (end - start) as usize) as u32, 4);
    }
    start = end;
  }
}

/** Where a row's bin has its numbers; 0 for none. */
function binOf(row: usize): usize {
  const bin = load<i32>(row + BIN * 4);
  return bin < 0 ? 0 : BINS + (bin as usize) * 12;
}
