/* The hashes of `core/ingest/hash.ts`: see there for what they are. */
import {
  ALL_POWERS,
  HIGH_POWERS,
  LIST_HASHES,
  LIST_SLOTS,
  LISTS,
  LOW_POWERS,
  MASKS,
  WORD_HASHES,
  WORDS_MAX,
} from "./layout";

const HIGH: u32 = 0x85ebca77;
const LOW: u32 = 0xc2b2ae3d;
const AS_IT_STANDS: u32 = 0x27d4eb2f;

/** Set in small letters and in digits: with it, a letter is in lower case. */
const LOWER: u8 = 32;

const WORDS_TO_JUDGE: i32 = 6;
const SURE_MARGIN: i32 = 3;
const ENGLISH: u8 = 1;
const FOREIGN: u8 = 2;

/* What `print` found. */
export let words: i32 = 0;
export let bagHigh: u32 = 0;
export let bagLow: u32 = 0;
export let keyHigh: u32 = 0;
export let keyLow: u32 = 0;
let asItStands: u32 = 0;

/** Fills the tables that `print` works with. */
export function fillTables(): void {
  fillPowers(HIGH_POWERS, HIGH);
  fillPowers(LOW_POWERS, LOW);
  fillPowers(ALL_POWERS, AS_IT_STANDS);
  memory.fill(MASKS, 0, 16);
  memory.fill(MASKS + 16, 0xff, 16);
}

/** The powers from the 15th down to the 0th. */
function fillPowers(table: usize, base: u32): void {
  let power: u32 = 1;
  for (let n: usize = 0; n < 16; n++) {
    store<u32>(table + (15 - n) * 4, power);
    power *= base;
  }
}

export function mix(value: u32): u32 {
  let h = value;
  h = (h ^ (h >>> 16)) * 0x85ebca6b;
  h = (h ^ (h >>> 13)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
}

/** Prints the bytes from `from` up to `end`, all of them and their words. @returns As `printWords`. */
export function print(from: usize, end: usize): bool {
  asItStands = hashAll(from, end);
  return printWords(from, end);
}

/** Prints the words of a text alone. @returns False where they are too many. */
export function printWords(from: usize, end: usize): bool {
  words = 0;
  bagHigh = 0;
  bagLow = 0;
  keyHigh = 0;
  keyLow = 0;
  for (let at = from; at < end; ) {
    let mask = wordMask(at, end);
    const window = at + 64;
    while (mask !== 0) {
      if (words === WORDS_MAX) return false;
      const blanks = ctz(mask);
      at += blanks as usize;
      mask >>>= blanks;
      const length: usize = ctz(~mask) as usize;
      if (length > 15) {
        at = addLongWord(at, end);
        break;
      }
      // A word at the window's end may go on beyond: it comes first in the next.
      if (at + length === window && window < end) break;
      addWord(at + length, length);
      at += length;
      mask >>>= length as u64;
    }
    if (mask === 0) at = window;
  }
  return true;
}

/** Which of the 64 bytes at `at` are letters and digits before `end`: the first is the lowest bit. */
function wordMask(at: usize, end: usize): u64 {
  const mask =
    maskOf16(at) |
    (maskOf16(at + 16) << 16) |
    (maskOf16(at + 32) << 32) |
    (maskOf16(at + 48) << 48);
  const left = end - at;
  return left >= 64 ? mask : mask & (((1 as u64) << (left as u64)) - 1);
}

function maskOf16(at: usize): u64 {
  const bytes = v128.load(at);
  const lower = v128.or(bytes, i8x16.splat(LOWER));
  const letters = i8x16.lt_u(i8x16.sub(lower, i8x16.splat(97)), i8x16.splat(26));
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(10));
  return i8x16.bitmask(v128.or(letters, digits)) as u32 as u64;
}

/** Adds the word of at most 15 bytes that ends at `end`: as sums of products, sixteen at a time. */
function addWord(end: usize, length: usize): void {
  const bytes = v128.and(
    v128.or(v128.load(end - 16), i8x16.splat(LOWER)),
    v128.load(MASKS + length),
  );
  const late = i16x8.extend_high_i8x16_u(bytes);
  const third = i32x4.extend_low_i16x8_u(late);
  const fourth = i32x4.extend_high_i16x8_u(late);
  let highs = i32x4.add(
    i32x4.mul(third, v128.load(HIGH_POWERS + 32)),
    i32x4.mul(fourth, v128.load(HIGH_POWERS + 48)),
  );
  let lows = i32x4.add(
    i32x4.mul(third, v128.load(LOW_POWERS + 32)),
    i32x4.mul(fourth, v128.load(LOW_POWERS + 48)),
  );
  if (length > 8) {
    const early = i16x8.extend_low_i8x16_u(bytes);
    const first = i32x4.extend_low_i16x8_u(early);
    const second = i32x4.extend_high_i16x8_u(early);
    highs = i32x4.add(highs, i32x4.mul(first, v128.load(HIGH_POWERS)));
    highs = i32x4.add(highs, i32x4.mul(second, v128.load(HIGH_POWERS + 16)));
    lows = i32x4.add(lows, i32x4.mul(first, v128.load(LOW_POWERS)));
    lows = i32x4.add(lows, i32x4.mul(second, v128.load(LOW_POWERS + 16)));
  }
  const high = sum(highs);
  const low = sum(lows);
  const power = (15 - length) * 4;
  keyHigh = keyHigh * load<u32>(HIGH_POWERS + power) + high;
  keyLow = keyLow * load<u32>(LOW_POWERS + power) + low;
  addHashes(high, low, length);
}

/** Adds a word of 16 bytes or more. @returns Where it ends. */
function addLongWord(from: usize, end: usize): usize {
  let high: u32 = 0;
  let low: u32 = 0;
  let at = from;
  for (; at < end && (maskOf16(at) & 1) !== 0; at++) {
    const unit = (load<u8>(at) | LOWER) as u32;
    high = high * HIGH + unit;
    low = low * LOW + unit;
    keyHigh = keyHigh * HIGH + unit;
    keyLow = keyLow * LOW + unit;
  }
  addHashes(high, low, at - from);
  return at;
}

function addHashes(high: u32, low: u32, length: usize): void {
  const hash = mix(low + (length as u32));
  bagHigh += mix(high ^ low);
  bagLow += hash;
  store<u32>(WORD_HASHES + ((words as usize) << 2), hash);
  words++;
}

/** The polynomial of all bytes, the odd ones first and then sixteen at a time. */
function hashAll(from: usize, end: usize): u32 {
  const odd = (end - from) & 15;
  const bytes = v128.and(v128.load(from + odd - 16), v128.load(MASKS + odd));
  let early = i16x8.extend_low_i8x16_u(bytes);
  let late = i16x8.extend_high_i8x16_u(bytes);
  let first = i32x4.extend_low_i16x8_u(early);
  let second = i32x4.extend_high_i16x8_u(early);
  let third = i32x4.extend_low_i16x8_u(late);
  let fourth = i32x4.extend_high_i16x8_u(late);
  const step = i32x4.splat(load<u32>(ALL_POWERS) * AS_IT_STANDS);
  for (let at = from + odd; at < end; at += 16) {
    const next = v128.load(at);
    early = i16x8.extend_low_i8x16_u(next);
    late = i16x8.extend_high_i8x16_u(next);
    first = i32x4.add(i32x4.mul(first, step), i32x4.extend_low_i16x8_u(early));
    second = i32x4.add(i32x4.mul(second, step), i32x4.extend_high_i16x8_u(early));
    third = i32x4.add(i32x4.mul(third, step), i32x4.extend_low_i16x8_u(late));
    fourth = i32x4.add(i32x4.mul(fourth, step), i32x4.extend_high_i16x8_u(late));
  }
  const left = i32x4.add(
    i32x4.mul(first, v128.load(ALL_POWERS)),
    i32x4.mul(second, v128.load(ALL_POWERS + 16)),
  );
  const right = i32x4.add(
    i32x4.mul(third, v128.load(ALL_POWERS + 32)),
    i32x4.mul(fourth, v128.load(ALL_POWERS + 48)),
  );
  return sum(i32x4.add(left, right));
}

function sum(numbers: v128): u32 {
  const halves = i32x4.add(
    numbers,
    i8x16.shuffle(numbers, numbers, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7),
  );
  return (i32x4.extract_lane(halves, 0) + i32x4.extract_lane(halves, 1)) as u32;
}

export function highOfText(): u32 {
  return mix(keyHigh ^ (asItStands * LOW));
}

export function lowOfText(): u32 {
  return mix(asItStands ^ keyLow);
}

export function highOfKey(): u32 {
  return mix(keyHigh ^ keyLow);
}

export function lowOfKey(): u32 {
  return mix(keyLow);
}

export function combineHigh(aHigh: u32, bHigh: u32, bLow: u32): u32 {
  return mix((aHigh * 0x9e3779b1) ^ bHigh ^ (bLow * 0x85ebca77));
}

export function combineLow(aLow: u32, bHigh: u32, bLow: u32): u32 {
  return mix((aLow * 0xc2b2ae3d) ^ bLow ^ (bHigh * 0x27d4eb2f));
}

/** Whether what was printed last can be English, as `core/ingest/language.ts` has it. */
export function isEnglish(): bool {
  let english: i32 = 0;
  let foreign: i32 = 0;
  for (let word: i32 = 0; word < words; word++) {
    const list = listOf(load<u32>(WORD_HASHES + ((word as usize) << 2)));
    if (list === ENGLISH) english++;
    else if (list === FOREIGN) foreign++;
    if (english - foreign >= SURE_MARGIN) return true;
  }
  return words < WORDS_TO_JUDGE || foreign <= english + 1;
}

function listOf(hash: u32): u8 {
  let slot = (hash as usize) & (LIST_SLOTS - 1);
  let list = load<u8>(LISTS + slot);
  while (list !== 0 && load<u32>(LIST_HASHES + slot * 4) !== hash) {
    slot = (slot + 1) & (LIST_SLOTS - 1);
    list = load<u8>(LISTS + slot);
  }
  return list;
}
