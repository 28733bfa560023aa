import type { Text } from "./text.js";
import { BEYOND_ASCII, ESCAPED, isPair } from "./units.js";

/** Most bytes that a unit takes in JSON: an escape such as `\u001f`. */
const MAX_UNIT_BYTES = 6;

/** Room for names, quotes and line end. */
const FRAME_BYTES = 26;

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const SOURCE = ascii('{"source":"');
const TARGET = ascii('","target":"');
const END = ascii('"}\n');

/** Bytes that `writeRow` takes at most. */
export function maxRowBytes(source: Text, target: Text): number {
  return (source.length + target.length) * MAX_UNIT_BYTES + FRAME_BYTES;
}

/**
 * Writes a row as a line of JSON, as `JSON.stringify` would.
 *
 * @returns Where in `out` the line ends.
 */
export function writeRow(out: Uint8Array, at: number, source: Text, target: Text): number {
  let end = writeAscii(out, at, SOURCE);
  end = writeText(out, end, source);
  end = writeAscii(out, end, TARGET);
  end = writeText(out, end, target);
  return writeAscii(out, end, END);
}

function writeAscii(out: Uint8Array, at: number, bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; i++) out[at + i] = bytes[i] as number;
  return at + bytes.length;
}

function writeText(out: Uint8Array, at: number, text: Text): number {
  const { units, start, end } = text;
  if (text.classes & (BEYOND_ASCII | ESCAPED)) return writeUnusual(out, at, text);
  let to = at;
  let i = start;
  // Four units a turn, since a turn costs more than a unit.
  for (; i + 3 < end; i += 4, to += 4) {
    out[to] = units[i] as number;
    out[to + 1] = units[i + 1] as number;
    out[to + 2] = units[i + 2] as number;
    out[to + 3] = units[i + 3] as number;
  }
  for (; i < end; i++) out[to++] = units[i] as number;
  return to;
}

const SHORT_ESCAPES: Readonly<Record<number, string>> = {
  8: "\\b",
  9: "\\t",
  10: "\\n",
  12: "\\f",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
};

function writeUnusual(out: Uint8Array, at: number, { units, start, end }: Text): number {
  let to = at;
  for (let i = start; i < end; i++) {
    const unit = units[i] as number;
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c) {
      to = writeAscii(out, to, ascii(SHORT_ESCAPES[unit] ?? longEscape(unit)));
    } else if (unit < 0x80) {
      out[to++] = unit;
    } else if (unit < 0x800) {
      out[to++] = 0xc0 | (unit >> 6);
      out[to++] = 0x80 | (unit & 0x3f);
    } else if (isPair(units, i, end)) {
      const code = 0x10000 + ((unit & 0x3ff) << 10) + ((units[++i] as number) & 0x3ff);
      out[to++] = 0xf0 | (code >> 18);
      out[to++] = 0x80 | ((code >> 12) & 0x3f);
      out[to++] = 0x80 | ((code >> 6) & 0x3f);
      out[to++] = 0x80 | (code & 0x3f);
    } else if ((unit & 0xf800) === 0xd800) {
      to = writeAscii(out, to, ascii(longEscape(unit)));
    } else {
      out[to++] = 0xe0 | (unit >> 12);
      out[to++] = 0x80 | ((unit >> 6) & 0x3f);
      out[to++] = 0x80 | (unit & 0x3f);
    }
  }
  return to;
}

function longEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
