import {
  BEYOND_ASCII,
  CLASSES,
  COMPOSES,
  CONTROL,
  classesOf,
  ESCAPED,
  SPACE,
  UNUSUAL_CASE,
} from "./units.js";
import { decodeUtf8 } from "./utf8.js";

const FIRST_UNITS = 1 << 10;
/** Units that `String.fromCharCode` takes at once. */
const UNITS_AT_ONCE = 1 << 12;

/** Classes that decide something: when a text gets shorter they are found anew. */
const DECISIVE = BEYOND_ASCII | COMPOSES | UNUSUAL_CASE | ESCAPED | CONTROL;

/**
 * One side of a row: UTF-16 units in a buffer that is filled anew for every row. Strings are not
 * made of it until something must be shown to people.
 */
export class Text {
  /** The text is what stands from `start` up to `end`. */
  units: Uint16Array;
  start = 0;
  end = 0;
  /** The classes of all its units together, see `units.ts`. */
  classes = 0;

  /** @param room Units that it has room for before it must grow. */
  constructor(room = FIRST_UNITS) {
    this.units = new Uint16Array(room);
  }

  static of(text: string): Text {
    const made = new Text(text.length);
    made.set(text);
    return made;
  }

  /** Length in UTF-16 units. */
  get length(): number {
    return this.end - this.start;
  }

  set(text: string): void {
    const units = this.#room(text.length);
    let classes = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      units[i] = unit;
      classes |= classesOf(unit);
    }
    this.#fill(text.length, classes);
  }

  /**
   * Takes bytes of UTF-8.
   *
   * @param doubled Whether two quotes stand for one, as inside a quoted field of CSV.
   * @returns False, and the text is of no use, where the bytes are not UTF-8.
   */
  setUtf8(bytes: Uint8Array, start: number, end: number, doubled = false): boolean {
    const units = this.#room(end - start);
    const classes = widen(bytes, start, end, units);
    const ascii = (classes & BEYOND_ASCII) === 0;
    if (ascii && !doubled) {
      this.#fill(end - start, classes);
      return true;
    }
    const text = decodeUtf8(bytes, start, end);
    if (text !== undefined) this.set(doubled ? text.replaceAll('""', '"') : text);
    return text !== undefined;
  }

  /** Takes `prefix` off where the text starts with it. */
  dropPrefix(prefix: string): void {
    if (prefix.length > this.length) return;
    for (let i = 0; i < prefix.length; i++) {
      if (this.units[this.start + i] !== prefix.charCodeAt(i)) return;
    }
    this.#narrow(this.start + prefix.length, this.end);
  }

  /** Makes it Unicode NFC without white space around it. */
  normalise(): void {
    if (this.classes & COMPOSES) {
      const text = this.toString();
      const composed = text.normalize("NFC");
      if (composed !== text) this.set(composed);
    }
    let { start, end } = this;
    while (start < end && classesOf(this.units[start] as number) & SPACE) start++;
    while (end > start && classesOf(this.units[end - 1] as number) & SPACE) end--;
    this.#narrow(start, end);
  }

  toString(): string {
    let text = "";
    for (let at = this.start; at < this.end; at += UNITS_AT_ONCE) {
      const piece = this.units.subarray(at, Math.min(this.end, at + UNITS_AT_ONCE));
      text += String.fromCharCode(...piece);
    }
    return text;
  }

  #narrow(start: number, end: number): void {
    if (start === this.start && end === this.end) return;
    this.start = start;
    this.end = end;
    if ((this.classes & DECISIVE) === 0) return;
    const { units } = this;
    const table = CLASSES;
    let classes = 0;
    for (let i = start; i < end; i++) classes |= table[units[i] as number] as number;
    this.classes = classes;
  }

  #room(units: number): Uint16Array {
    if (units > this.units.length) this.units = new Uint16Array(units * 2);
    return this.units;
  }

  #fill(end: number, classes: number): void {
    this.start = 0;
    this.end = end;
    this.classes = classes;
  }
}

/**
 * Copies bytes to units, four a turn since a turn costs more than a byte.
 *
 * @returns The classes of all of them together, as if each byte were a unit.
 */
function widen(bytes: Uint8Array, start: number, end: number, units: Uint16Array): number {
  const table = CLASSES;
  let classes = 0;
  let used = 0;
  let i = start;
  for (; i + 3 < end; i += 4, used += 4) {
    const a = bytes[i] as number;
    const b = bytes[i + 1] as number;
    const c = bytes[i + 2] as number;
    const d = bytes[i + 3] as number;
    units[used] = a;
    units[used + 1] = b;
    units[used + 2] = c;
    units[used + 3] = d;
    classes |=
      (table[a] as number) | (table[b] as number) | (table[c] as number) | (table[d] as number);
  }
  for (; i < end; i++) {
    const byte = bytes[i] as number;
    units[used++] = byte;
    classes |= table[byte] as number;
  }
  return classes;
}
