/* The hashes of `core/ingest/hash.ts`: see there for what they are. */
import {
  HIGH_POWERS,
  LIST_HASHES,
  LIST_SLOTS,
  LISTS,
  LOW_POWERS,
  WORD_HASHES,
  WORD_PARTS,
  WORDS_MAX,
} from "./layout";

const HIGH: u32 = 0x85ebca77;
const LOW: u32 = 0xc2b2ae3d;
const AS_IT_STANDS: u32 = 0x27d4eb2f;
const POWERS: usize = 64;

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

export function fillPowers(): void {
  let high: u32 = 1;
  let low: u32 = 1;
  for (let n: usize = 0; n < POWERS; n++) {
    store<u32>(HIGH_POWERS + n * 4, high);
    store<u32>(LOW_POWERS + n * 4, low);
    high *= HIGH;
    low *= LOW;
  }
}

export function mix(value: u32): u32 {
  let h = value;
  h = (h ^ (h >>> 16)) * 0x85ebca6b;
  h = (h ^ (h >>> 13)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
}

/** Prints the bytes from `from` up to `end`. @returns False where words are too many or too long. */
export function print(from: usize, end: usize): bool {
  let all: u32 = 0;
  let wholeHigh: u32 = 0;
  let wholeLow: u32 = 0;
  let sumHigh: u32 = 0;
  let sumLow: u32 = 0;
  let next: usize = WORD_HASHES;
  const last = WORD_HASHES + WORDS_MAX * 4;
  for (let at = from; at < end; ) {
    let high: u32 = 0;
    let low: u32 = 0;
    const start = at;
    let unit: u32 = 0;
    for (; at < end; at++) {
      unit = load<u8>(at);
      const part = load<u8>(WORD_PARTS + unit) as u32;
      if (part === 0) break;
      all = all * AS_IT_STANDS + unit;
      high = high * HIGH + part;
      low = low * LOW + part;
    }
    const length = at - start;
    if (length > 0) {
      if (length >= POWERS || next === last) return false;
      wholeHigh = wholeHigh * load<u32>(HIGH_POWERS + length * 4) + high;
      wholeLow = wholeLow * load<u32>(LOW_POWERS + length * 4) + low;
      const hash = mix(low + (length as u32));
      sumHigh += mix(high ^ low);
      sumLow += hash;
      store<u32>(next, hash);
      next += 4;
    }
    if (at < end) {
      all = all * AS_IT_STANDS + unit;
      at++;
    }
  }
  words = ((next - WORD_HASHES) >>> 2) as i32;
  bagHigh = sumHigh;
  bagLow = sumLow;
  keyHigh = wholeHigh;
  keyLow = wholeLow;
  asItStands = all;
  return true;
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
