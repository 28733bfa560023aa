import { maxRowBytes, writeRow } from "./row-line.js";
import type { Text } from "./text.js";

/** A row as a line of JSON, `{"source":"…","target":"…"}` with its line end, in somebody's bytes. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** Writes rows as lines, each over the one before. */
export class LineWriter {
  #bytes = new Uint8Array(0);

  /** The row's line: it is there until the next is written. */
  write(source: Text, target: Text): Line {
    const room = maxRowBytes(source, target);
    if (room > this.#bytes.length) this.#bytes = new Uint8Array(room * 2);
    return { bytes: this.#bytes, start: 0, end: writeRow(this.#bytes, 0, source, target) };
  }
}
