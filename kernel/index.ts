/*
 * Ingestion's work on ordinary rows, compiled to WebAssembly: pairs of ASCII without marks that must
 * be escaped, which the filters let pass. Whatever is not ordinary stops it, and JavaScript, which
 * defines what is right (`core/ingest/sieve.ts`), takes that record.
 */
import { distance } from "./distance";
import {
  bagHigh,
  bagLow,
  combineHigh,
  combineLow,
  fillTables,
  highOfKey,
  highOfText,
  isEnglish,
  lowOfKey,
  lowOfText,
  mix,
  print,
  printWords,
  words,
} from "./hash";
import {
  BINS,
  BINS_MAX,
  INPUT,
  INPUT_BYTES,
  LINES,
  LINES_BYTES,
  LIST_HASHES,
  LISTS,
  PACKED,
  PLAIN,
  PREFIX,
  ROW_NUMBERS,
  ROWS,
  ROWS_MAX,
} from "./layout";
import { copy, findSpecial, sameAhead, sameBefore } from "./scan";

export { arrange } from "./arrange";
export { deflate } from "./deflate";
export { add, forgetful, remember } from "./seen";

export const input = INPUT as i32;
export const inputBytes = INPUT_BYTES as i32;
export const lines = LINES as i32;
export const rows = ROWS as i32;
export const rowNumbers = ROW_NUMBERS as i32;
export const bins = BINS as i32;
export const binsMax = BINS_MAX as i32;
export const prefix = PREFIX as i32;
export const listHashes = LIST_HASHES as i32;
export const lists = LISTS as i32;
export const plain = PLAIN as i32;
export const packed = PACKED as i32;

const QUOTE: u8 = 34;
const BLANK: u8 = 32;
const LINE_FEED: u8 = 10;
const CARRIAGE_RETURN: u8 = 13;

const MAX_SIDE_BYTES: usize = 20_000;
const SLACK_WORDS: i32 = 4;
const FREE_EDITS: i32 = 3;
/** Bytes of a line around the sides. */
const FRAME_BYTES: usize = 26;

/* Settings, see `configure`. */
let separator: i8 = 0;
let quotes: bool = false;
let prefixBytes: usize = 0;
let minWords: i32 = 0;
let maxWords: i32 = 0;
let maxRatio: f64 = 0;
let maxEditShare: f64 = 0;
let keepUnchanged: bool = false;
let english: bool = false;
let near: bool = false;
let sourceKeys: bool = false;

/** Rows that stand at `rows`. */
let count: usize = 0;

/* Why `take` went no further: a record that is not ordinary; the end of the input; no room for more. */
const NOT_ORDINARY = 0;
const INPUT_OVER = 1;
const NO_ROOM = 2;
let stop: i32 = NOT_ORDINARY;

/**
 * @param mayQuote Whether fields may stand in quotes.
 * @param prefixLength Bytes of the task prefix, which stands at `prefix`.
 * @param wantsSourceKeys Whether a key of the source is needed beside the target's.
 */
export function configure(
  separatorByte: i32,
  mayQuote: bool,
  prefixLength: i32,
  fewestWords: i32,
  mostWords: i32,
  ratio: f64,
  editShare: f64,
  unchanged: bool,
  onlyEnglish: bool,
  wantsNear: bool,
  wantsSourceKeys: bool,
): void {
  separator = separatorByte as i8;
  quotes = mayQuote;
  prefixBytes = prefixLength as usize;
  minWords = fewestWords;
  maxWords = mostWords;
  maxRatio = ratio;
  maxEditShare = editShare;
  keepUnchanged = unchanged;
  english = onlyEnglish;
  near = wantsNear;
  sourceKeys = wantsSourceKeys;
  fillTables();
}

export function rowCount(): i32 {
  return count as i32;
}

export function stopped(): i32 {
  return stop;
}

/**
 * Takes the ordinary rows from `from` on, up to where `stopped` tells why.
 * @param end Bytes at `input`.
 * @returns Where the next record starts.
 */
export function take(from: i32, end: i32): i32 {
  const last = INPUT + (end as usize);
  let at = INPUT + (from as usize);
  let line: usize = LINES;
  count = 0;
  stop = NOT_ORDINARY;
  for (;;) {
    if (at >= last) {
      stop = INPUT_OVER;
      break;
    }
    const quotedSource = quotes && load<u8>(at) === QUOTE;
    const source = at + (quotedSource ? 1 : 0);
    const sourceEnd = findSpecial(source, last, quotedSource ? (QUOTE as i8) : separator);
    if (sourceEnd >= last) {
      stop = INPUT_OVER;
      break;
    }
    if (load<u8>(sourceEnd) !== (quotedSource ? QUOTE : (separator as u8))) break;
    let next = sourceEnd;
    if (quotedSource && ++next === last) {
      stop = INPUT_OVER;
      break;
    }
    if (load<u8>(next++) !== (separator as u8)) break;
    const quotedTarget = quotes && load<u8>(next) === QUOTE;
    const target = next + (quotedTarget ? 1 : 0);
    const targetEnd = findSpecial(target, last, quotedTarget ? (QUOTE as i8) : separator);
    if (targetEnd >= last) {
      stop = INPUT_OVER;
      break;
    }
    next = targetEnd;
    if (quotedTarget && load<u8>(next++) !== QUOTE) break;
    if (load<u8>(next) === CARRIAGE_RETURN) next++;
    if (next >= last) {
      stop = INPUT_OVER;
      break;
    }
    if (load<u8>(next) !== LINE_FEED) break;
    if (count === ROWS_MAX || LINES + LINES_BYTES - line < next - at + FRAME_BYTES) {
      stop = NO_ROOM;
      break;
    }
    const lineEnd = takeRow(source, sourceEnd, target, targetEnd, line);
    if (lineEnd === 0) break;
    line = lineEnd;
    at = next + 1;
  }
  return (at - INPUT) as i32;
}

/** Judges one row and writes its line. @returns Where the line ends; 0 for a row that is not ordinary. */
function takeRow(
  sourceStart: usize,
  sourceStop: usize,
  targetStart: usize,
  targetStop: usize,
  line: usize,
): usize {
  if (max(sourceStop - sourceStart, targetStop - targetStart) > MAX_SIDE_BYTES) return 0;
  let a = sourceStart;
  if (prefixBytes > 0 && sourceStop - a >= prefixBytes) {
    if (sameAhead(a, PREFIX, prefixBytes) === prefixBytes) a += prefixBytes;
  }
  a = skipBlanks(a, sourceStop);
  const aEnd = skipBlanksBefore(a, sourceStop);
  const b = skipBlanks(targetStart, targetStop);
  const bEnd = skipBlanksBefore(b, targetStop);
  if (a === aEnd || b === bEnd) return 0;

  const equal = aEnd - a === bEnd - b && sameAhead(a, b, aEnd - a) === aEnd - a;
  if (equal && !keepUnchanged) return 0;
  const shorter = min(aEnd - a, bEnd - b);
  let start = equal ? shorter : sameAhead(a, b, shorter);
  if (!equal) while (start > 0 && load<u8>(a + start - 1) !== BLANK) start--;
  let end = sameBefore(aEnd, bEnd, shorter - start);
  while (end > 0 && load<u8>(aEnd - end) !== BLANK) end--;

  // The whole target last: its words stay for the question of language.
  if (!print(a + start, aEnd - end)) return 0;
  const differenceHigh = combineHigh(highOfText(), start as u32, end as u32);
  const differenceLow = combineLow(lowOfText(), start as u32, end as u32);
  const putHigh = bagHigh;
  const putLow = bagLow;
  const putWords = words;
  if (!printWords(b + start, bEnd - end)) return 0;
  const outHigh = bagHigh;
  const outLow = bagLow;
  const outWords = words;
  if (!print(b, bEnd)) return 0;

  const targetWords = words;
  const sourceWords = targetWords - outWords + putWords;
  const fewer = min(sourceWords, targetWords);
  const more = max(sourceWords, targetWords);
  if (fewer < minWords || more > maxWords) return 0;
  if ((more as f64) > (fewer as f64) * maxRatio && more - fewer > SLACK_WORDS) return 0;
  const most = max(FREE_EDITS, floor((more as f64) * maxEditShare) as i32);
  const edits = distance(a + start, aEnd - end, b + start, bEnd - end, most);
  if (edits > most) return 0;
  if (english && !isEnglish()) return 0;

  const exactHigh = combineHigh(differenceHigh, highOfText(), lowOfText());
  const exactLow = combineLow(differenceLow, highOfText(), lowOfText());
  const row = ROWS + count++ * ROW_NUMBERS * 4;
  if (near) {
    const sourceHigh = mix((bagHigh - outHigh + putHigh) ^ (sourceWords as u32));
    const sourceLow = mix(bagLow - outLow + putLow);
    const targetHigh = mix(bagHigh ^ (targetWords as u32));
    store<u32>(row + 4, combineHigh(sourceHigh, targetHigh, mix(bagLow)));
    store<u32>(row + 8, combineLow(sourceLow, targetHigh, mix(bagLow)));
  } else {
    store<u32>(row + 4, exactHigh);
    store<u32>(row + 8, exactLow);
  }
  store<u32>(row + 12, exactLow);
  store<i32>(row + 16, sourceWords);
  store<i32>(row + 20, targetWords);
  store<i32>(row + 24, edits);
  store<u32>(row + 28, highOfKey());
  store<u32>(row + 32, lowOfKey());
  if (sourceKeys) {
    if (!printWords(a, aEnd)) {
      count--;
      return 0;
    }
    store<u32>(row + 36, highOfKey());
    store<u32>(row + 40, lowOfKey());
  }
  const lineEnd = writeLine(line, a, aEnd, b, bEnd);
  store<u32>(row, (lineEnd - LINES) as u32);
  return lineEnd;
}

function skipBlanks(from: usize, end: usize): usize {
  let at = from;
  while (at < end && load<u8>(at) === BLANK) at++;
  return at;
}

function skipBlanksBefore(start: usize, from: usize): usize {
  let at = from;
  while (at > start && load<u8>(at - 1) === BLANK) at--;
  return at;
}

/** `{"source":"…","target":"…"}` with its line end: four bytes at a time, the first one lowest. */
function writeLine(line: usize, a: usize, aEnd: usize, b: usize, bEnd: usize): usize {
  store<u32>(line, 0x6f73227b); // {"so
  store<u32>(line + 4, 0x65637275); // urce
  store<u32>(line + 8, 0x223a22); // ":"
  let at = copy(line + 11, a, aEnd - a);
  store<u32>(at, 0x74222c22); // ","t
  store<u32>(at + 4, 0x65677261); // arge
  store<u32>(at + 8, 0x223a2274); // t":"
  at = copy(at + 12, b, bEnd - b);
  store<u32>(at, 0x0a7d22); // "}\n
  return at + 3;
}
