/*
 * Deflate (RFC 1951), for lines of text: one block with codes of its own. A match of four bytes or more
 * is looked for at one place only, the last that was noted with the same four bytes.
 */
import { buildCodes, CODE_BITS } from "./codes";
import {
  DISTANCE_CODES,
  DISTANCE_COUNTS,
  HEAD_BITS,
  HEADS,
  LENGTH_CODES,
  LENGTH_SYMBOLS,
  PACKED,
  PLAIN,
  SYMBOL_CODES,
  SYMBOL_COUNTS,
  TOKENS,
} from "./layout";
import { sameAhead } from "./scan";

const WINDOW: usize = 1 << 15;
const MIN_MATCH: usize = 4;
const MAX_MATCH: usize = 258;

/** In matches up to so long, every second place is noted: what is said again is mostly new words. */
const MAX_NOTED: usize = 12;

/** Bytes, the end of the block, and lengths. */
const SYMBOLS: u32 = 286;
const END_OF_BLOCK: u32 = 256;
const FIRST_LENGTH: u32 = 257;
const LENGTHS: u32 = 29;
const DISTANCES: u32 = 30;

/** Of a token: set in a match, whose length stands from bit 16 on, its distance less one below. */
const MATCH: u32 = 1 << 31;

/* Where bits go: those that wait for their byte to be full, and how many they are. */
let to: usize = PACKED;
let waiting: u64 = 0;
let waitingBits: u64 = 0;

/**
 * Packs what stands at `PLAIN` to `PACKED`.
 * @returns Bytes there.
 */
export function deflate(bytes: i32): i32 {
  memory.fill(HEADS, 0, 4 << HEAD_BITS);
  memory.fill(SYMBOL_COUNTS, 0, (SYMBOLS as usize) * 4);
  memory.fill(DISTANCE_COUNTS, 0, (DISTANCES as usize) * 4);
  for (let symbol: u32 = 0; symbol < LENGTHS; symbol++) {
    const first = LENGTH_SYMBOLS + leastLength(symbol);
    memory.fill(first, symbol as u8, (1 as usize) << extraLengthBits(symbol));
  }
  // 227 and the 31 of its extra bits: but the longest has a symbol of its own.
  store<u8>(LENGTH_SYMBOLS + MAX_MATCH, 28);
  const end = findMatches(PLAIN, PLAIN + (bytes as usize));
  // All decoders take codes of two symbols or more.
  count(SYMBOL_COUNTS, 0);
  count(SYMBOL_COUNTS, END_OF_BLOCK);
  count(DISTANCE_COUNTS, 0);
  count(DISTANCE_COUNTS, 1);
  buildCodes(SYMBOL_COUNTS, SYMBOLS, SYMBOL_CODES);
  buildCodes(DISTANCE_COUNTS, DISTANCES, DISTANCE_CODES);
  to = PACKED;
  waiting = 0;
  waitingBits = 0;
  writeHead();
  writeTokens(end);
  return (to - PACKED) as i32;
}

/** Makes tokens of bytes and counts their symbols. @returns Where the tokens end. */
function findMatches(from: usize, end: usize): usize {
  let token: usize = TOKENS;
  let at = from;
  while (at + MIN_MATCH <= end) {
    const four = load<u32>(at);
    const head = headOf(four);
    const found = load<u32>(head) as usize;
    store<u32>(head, at as u32);
    const distance = at - found;
    if (distance <= WINDOW && load<u32>(found) === four) {
      const most = min(end - at, MAX_MATCH) - MIN_MATCH;
      const length = MIN_MATCH + sameAhead(at + MIN_MATCH, found + MIN_MATCH, most);
      store<u32>(token, MATCH | ((length as u32) << 16) | ((distance - 1) as u32));
      count(SYMBOL_COUNTS, FIRST_LENGTH + (load<u8>(LENGTH_SYMBOLS + length) as u32));
      count(DISTANCE_COUNTS, distanceSymbol((distance - 1) as u32));
      if (length <= MAX_NOTED) {
        const last = min(at + length, end - MIN_MATCH + 1);
        for (let i = at + 1; i < last; i += 2) store<u32>(headOf(load<u32>(i)), i as u32);
      }
      at += length;
    } else {
      store<u32>(token, four & 0xff);
      count(SYMBOL_COUNTS, four & 0xff);
      at++;
    }
    token += 4;
  }
  for (; at < end; at++) {
    const byte = load<u8>(at) as u32;
    store<u32>(token, byte);
    count(SYMBOL_COUNTS, byte);
    token += 4;
  }
  return token;
}

/** Where the last place is noted that had these four bytes. */
function headOf(four: u32): usize {
  return HEADS + ((((four * 0x9e3779b1) >>> (32 - HEAD_BITS)) as usize) << 2);
}

function count(counts: usize, symbol: u32): void {
  const place = counts + ((symbol as usize) << 2);
  store<u32>(place, load<u32>(place) + 1);
}

/* Symbols of lengths (those less `FIRST_LENGTH`) and distances: RFC 1951, 3.2.5. */

function extraLengthBits(symbol: u32): u32 {
  return symbol < 8 || symbol === 28 ? 0 : (symbol >>> 2) - 1;
}

function leastLength(symbol: u32): usize {
  if (symbol < 8) return symbol + 3;
  return symbol === 28 ? MAX_MATCH : ((4 + (symbol & 3)) << extraLengthBits(symbol)) + 3;
}

/** @param less The distance less one. */
function distanceSymbol(less: u32): u32 {
  if (less < 4) return less;
  const top: u32 = 31 - clz(less);
  return 2 * top + ((less >>> (top - 1)) & 1);
}

/** The last block, with codes of its own, whose bits are told in four bits each (RFC 1951, 3.2.7). */
function writeHead(): void {
  put(0b101, 3);
  put(SYMBOLS - FIRST_LENGTH, 5);
  put(DISTANCES - 1, 5);
  put(19 - 4, 4);
  // Of the symbols for numbers of bits, those of repeats, which come first, are not used.
  for (let symbol = 0; symbol < 19; symbol++) put(symbol < 3 ? 0 : 4, 3);
  for (let symbol: u32 = 0; symbol < SYMBOLS; symbol++) putBits(SYMBOL_CODES, symbol);
  for (let symbol: u32 = 0; symbol < DISTANCES; symbol++) putBits(DISTANCE_CODES, symbol);
}

function putBits(codes: usize, symbol: u32): void {
  const bits = codeOf(codes, symbol) >>> CODE_BITS;
  // The highest bit comes first in a code.
  put(((bits & 1) << 3) | ((bits & 2) << 1) | ((bits & 4) >>> 1) | (bits >>> 3), 4);
}

function codeOf(codes: usize, symbol: u32): u32 {
  return load<u32>(codes + ((symbol as usize) << 2));
}

function put(value: u32, bits: u32): void {
  waiting |= (value as u64) << waitingBits;
  waitingBits += bits as u64;
  store<u64>(to, waiting);
  to += (waitingBits >>> 3) as usize;
  waiting >>>= waitingBits & 56;
  waitingBits &= 7;
}

/** A length's code with its extra bits behind it, for all lengths; their number stands from bit 24 on. */
function fillLengthCodes(): void {
  for (let symbol: u32 = 0; symbol < LENGTHS; symbol++) {
    const code = codeOf(SYMBOL_CODES, FIRST_LENGTH + symbol);
    const bits = code >>> CODE_BITS;
    const extra = extraLengthBits(symbol);
    const first = LENGTH_CODES + (leastLength(symbol) << 2);
    for (let more: u32 = 0; more < (1 as u32) << extra; more++) {
      const all = ((bits + extra) << 24) | (more << bits) | (code & 0xffff);
      store<u32>(first + ((more as usize) << 2), all);
    }
  }
}

function writeTokens(end: usize): void {
  fillLengthCodes();
  // As `put` does it, but the numbers stay in registers.
  let at = to;
  let held = waiting;
  let bits = waitingBits;
  for (let token: usize = TOKENS; token < end; token += 4) {
    const value = load<u32>(token);
    if (value < MATCH) {
      const code = codeOf(SYMBOL_CODES, value);
      held |= ((code & 0xffff) as u64) << bits;
      bits += (code >>> CODE_BITS) as u64;
    } else {
      const length = codeOf(LENGTH_CODES, (value >>> 16) & 0x1ff);
      held |= ((length & 0xffffff) as u64) << bits;
      bits += (length >>> 24) as u64;
      const less = value & 0xffff;
      const symbol = distanceSymbol(less);
      const code = codeOf(DISTANCE_CODES, symbol);
      const extra: u32 = symbol < 4 ? 0 : (symbol >>> 1) - 1;
      const more = less & ((1 << extra) - 1);
      held |= (((code & 0xffff) | (more << (code >>> CODE_BITS))) as u64) << bits;
      bits += ((code >>> CODE_BITS) + extra) as u64;
    }
    store<u64>(at, held);
    at += (bits >>> 3) as usize;
    held >>>= bits & 56;
    bits &= 7;
  }
  to = at;
  waiting = held;
  waitingBits = bits;
  const code = codeOf(SYMBOL_CODES, END_OF_BLOCK);
  put(code & 0xffff, code >>> CODE_BITS);
  if (waitingBits > 0) put(0, 8 - (waitingBits as u32));
}
