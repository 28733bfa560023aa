import { Text } from "./text.js";
import { UNUSUAL_CASE, WORD_PARTS } from "./units.js";

/** 64 bits as two halves, integers of 32 bits with sign. Not for secrets: fast, well mixed, the same for ever. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

/** Spreads the bits of one number over all of another (the finaliser of MurmurHash3, A. Appleby). */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Hash of two halves in order. */
export function combine(a: Hash64, b: Hash64): Hash64 {
  return {
    high: mix(Math.imul(a.high, 0x9e3779b1) ^ b.high ^ Math.imul(b.low, 0x85ebca77)),
    low: mix(Math.imul(a.low, 0xc2b2ae3d) ^ b.low ^ Math.imul(b.high, 0x27d4eb2f)),
  };
}

/** Hash of a text's UTF-16 units. */
export function hashText({ units, start, end }: Text): Hash64 {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let i = start; i < end; i++) {
    const unit = units[i] as number;
    high = Math.imul(high ^ unit, 0x85ebca77);
    low = Math.imul(low ^ unit, 0xc2b2ae3d);
    low ^= low >>> 15;
  }
  return finishText(high, low, end - start);
}

function finishText(high: number, low: number, length: number): Hash64 {
  return { high: mix(high ^ low), low: mix(low ^ length) };
}

/** What matters in a sentence, as hashes. */
export interface SentencePrint {
  /** Hash of its key: letters and digits only, lower case. */
  readonly key: Hash64;
  /** Hash of its words (runs of letters and digits, lower case) in any order. */
  readonly bag: Hash64;
  /** Hash of its every unit. */
  readonly text: Hash64;
  /** Words in that sense. */
  readonly words: number;
}

/** One pass over a sentence for all its hashes. */
export function printSentence(text: Text): SentencePrint {
  if (text.classes & UNUSUAL_CASE) {
    const lowered = Text.of(text.toString().toLowerCase());
    return { ...printUsual(lowered), text: hashText(text) };
  }
  return printUsual(text);
}

/** For texts whose units have a lower case each. */
function printUsual({ units, start, end }: Text): SentencePrint {
  const parts = WORD_PARTS;
  let textHigh = 0x9e3779b9;
  let textLow = 0x85ebca6b;
  let keyHigh = 0x9e3779b9;
  let keyLow = 0x85ebca6b;
  let bagHigh = 0;
  let bagLow = 0;
  let words = 0;
  let i = start;
  while (i < end) {
    let wordHigh = 0x27d4eb2f;
    let wordLow = 0x165667b1;
    const wordStart = i;
    for (; i < end; i++) {
      const unit = units[i] as number;
      const part = parts[unit] as number;
      if (part === 0) break;
      textHigh = Math.imul(textHigh ^ unit, 0x85ebca77);
      textLow = Math.imul(textLow ^ unit, 0xc2b2ae3d);
      textLow ^= textLow >>> 15;
      keyHigh = Math.imul(keyHigh ^ part, 0x85ebca77);
      keyLow = Math.imul(keyLow ^ part, 0xc2b2ae3d);
      keyLow ^= keyLow >>> 15;
      wordHigh = Math.imul(wordHigh ^ part, 0x01000193);
      wordLow = Math.imul(wordLow ^ part, 0x5bd1e995);
      wordLow ^= wordLow >>> 15;
    }
    if (i > wordStart) {
      bagHigh = (bagHigh + mix(wordHigh ^ wordLow)) | 0;
      bagLow = (bagLow + mix(wordLow)) | 0;
      words++;
    }
    if (i < end) {
      const unit = units[i++] as number;
      textHigh = Math.imul(textHigh ^ unit, 0x85ebca77);
      textLow = Math.imul(textLow ^ unit, 0xc2b2ae3d);
      textLow ^= textLow >>> 15;
    }
  }
  return {
    key: { high: mix(keyHigh ^ keyLow), low: mix(keyLow) },
    bag: { high: mix(bagHigh ^ words), low: mix(bagLow) },
    text: finishText(textHigh, textLow, end - start),
    words,
  };
}

/** A hash as a number from 0 to below 1. */
export function toFraction(hash: Hash64): number {
  return (mix(hash.high ^ Math.imul(hash.low, 0x9e3779b1)) >>> 0) / 2 ** 32;
}
