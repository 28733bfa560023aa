/*
 * What is known of each UTF-16 unit, looked up in tables: most of ingestion's work is one look per
 * unit. Units beyond ASCII are judged when they are first met. Loops take the tables as local
 * constants, which the compiler then need not look up for every unit.
 */

/** Set for every unit that was judged. */
const KNOWN = 1;
export const BEYOND_ASCII = 1 << 1;
/** Unicode NFC may change it or what stands beside it. */
export const COMPOSES = 1 << 2;
/** Its lower case depends on what stands beside it, or is not one unit. */
export const UNUSUAL_CASE = 1 << 3;
/** JSON writes it as an escape, always or where it stands alone. */
export const ESCAPED = 1 << 4;
/** White space, as `\s` and `trim` have it. */
export const SPACE = 1 << 5;
/** Control characters, line ends and the sign for damaged text: in no sentence. */
export const CONTROL = 1 << 6;
export const LETTER = 1 << 7;
export const LATIN = 1 << 8;

const A_LETTER = /\p{L}/u;
const A_LATIN = /\p{Script=Latin}/u;

/** The classes of every unit as a set of bits; 0 for one that `classesOf` was not asked for yet. */
export const CLASSES = new Uint16Array(1 << 16);

/**
 * Lower case of a unit that words are made of (a letter, a digit, half a surrogate pair), 0 for any
 * other. Valid for units that `classesOf` was asked for.
 */
export const WORD_PARTS = new Uint16Array(1 << 16);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd]/;

// Every byte, so that a look tells which are beyond ASCII.
for (let unit = 0; unit < 256; unit++) judge(unit);

/**
 * The classes of one unit, as a set of bits. Those of half a surrogate pair say nothing of letters:
 * see `classesOfPair`.
 */
export function classesOf(unit: number): number {
  return (CLASSES[unit] as number) || judge(unit);
}

/** Whether one character stands in the two units from `i` on, before `end`. */
export function isPair(units: Uint16Array, i: number, end: number): boolean {
  if (((units[i] as number) & 0xfc00) !== 0xd800 || i + 1 >= end) return false;
  return ((units[i + 1] as number) & 0xfc00) === 0xdc00;
}

/** LETTER and LATIN of the character in the two units from `i` on. */
export function classesOfPair(units: Uint16Array, i: number): number {
  const character = String.fromCharCode(units[i] as number, units[i + 1] as number);
  return (A_LETTER.test(character) ? LETTER : 0) | (A_LATIN.test(character) ? LATIN : 0);
}

function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800;
}

function judge(unit: number): number {
  const character = String.fromCharCode(unit);
  const surrogate = isSurrogate(unit);
  const lower = character.toLowerCase();
  let classes = KNOWN;
  if (unit >= 128) classes |= BEYOND_ASCII;
  if (surrogate || mayCompose(unit)) classes |= COMPOSES;
  // The capital sigma has another lower case at the end of a word.
  if (surrogate || lower.length !== 1 || unit === 0x3a3) classes |= UNUSUAL_CASE;
  if (surrogate || unit < 32 || unit === 0x22 || unit === 0x5c) classes |= ESCAPED;
  if (/\s/.test(character)) classes |= SPACE;
  if (CONTROLS.test(character)) classes |= CONTROL;
  if (A_LETTER.test(character)) classes |= LETTER;
  if (A_LATIN.test(character)) classes |= LATIN;
  if (surrogate || /[\p{L}\p{N}]/u.test(lower)) WORD_PARTS[unit] = lower.charCodeAt(0);
  CLASSES[unit] = classes;
  return classes;
}

/** Nothing below U+0300 composes with what is below, nor do the usual quotes, dashes and currencies. */
function mayCompose(unit: number): boolean {
  if (unit < 0x300 || (unit >= 0x20a0 && unit < 0x20d0)) return false;
  return unit < 0x2010 || unit >= 0x205f;
}
