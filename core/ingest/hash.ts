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

/** A hash as a number from 0 to below 1. */
export function toFraction(hash: Hash64): number {
  return (mix(hash.high ^ Math.imul(hash.low, 0x9e3779b1)) >>> 0) / 2 ** 32;
}

/*
 * Texts are hashed as polynomials modulo 2^32 (Karp and Rabin 1987), with one multiplier for each
 * half and one for the units as they stand. That of a text without what is between its words is made
 * of those of its words, so that a unit costs three products.
 */
const HIGH = 0x85ebca77;
const LOW = 0xc2b2ae3d;
const AS_IT_STANDS = 0x27d4eb2f;

const POWERS = 64;
const HIGH_POWERS = powers(HIGH);
const LOW_POWERS = powers(LOW);

function powers(base: number): Int32Array {
  const found = new Int32Array(POWERS).fill(1);
  for (let n = 1; n < POWERS; n++) found[n] = Math.imul(found[n - 1] as number, base);
  return found;
}

function power(known: Int32Array, exponent: number): number {
  let product = 1;
  let left = exponent;
  for (; left >= POWERS; left -= POWERS - 1) {
    product = Math.imul(product, known[POWERS - 1] as number);
  }
  return Math.imul(product, known[left] as number);
}

/** Sum over the words of a text; where texts are cut at spaces, those of the parts add up. */
export interface Bag {
  readonly high: number;
  readonly low: number;
  /** Runs of letters and digits. */
  readonly words: number;
}

/** Hash of words in any order. */
export function hashBag({ high, low, words }: Bag): Hash64 {
  return { high: mix(high ^ words), low: mix(low) };
}

/** What matters in a sentence, as hashes, found in one pass; filled anew for every sentence. */
export class SentencePrint {
  /** Words: runs of letters and digits. */
  words = 0;
  /** Hash of each word in lower case; as many as `words` count. */
  wordHashes = new Int32Array(32);
  #bagHigh = 0;
  #bagLow = 0;
  #keyHigh = 0;
  #keyLow = 0;
  #asItStands = 0;

  /** Takes a whole sentence. */
  set(text: Text): void {
    if (text.classes & UNUSUAL_CASE) {
      this.setPart(text, text.start, text.end);
      const asItStands = this.#asItStands;
      const lowered = Text.of(text.toString().toLowerCase());
      this.setPart(lowered, lowered.start, lowered.end);
      this.#asItStands = asItStands;
    } else {
      this.setPart(text, text.start, text.end);
    }
  }

  /** Takes the units of `text` from `start` up to `end`; each is lowered by itself. */
  setPart({ units }: Text, start: number, end: number): void {
    // Constants of this function: the compiler cannot know that those of the module stay.
    const parts = WORD_PARTS;
    const forHigh = HIGH | 0;
    const forLow = LOW | 0;
    const forAll = AS_IT_STANDS | 0;
    let asItStands = 0;
    let keyHigh = 0;
    let keyLow = 0;
    let bagHigh = 0;
    let bagLow = 0;
    let words = 0;
    let i = start;
    while (i < end) {
      let high = 0;
      let low = 0;
      const wordStart = i;
      for (; i < end; i++) {
        const unit = units[i] as number;
        const part = parts[unit] as number;
        if (part === 0) break;
        asItStands = (Math.imul(asItStands, forAll) + unit) | 0;
        high = (Math.imul(high, forHigh) + part) | 0;
        low = (Math.imul(low, forLow) + part) | 0;
      }
      const length = i - wordStart;
      if (length > 0) {
        keyHigh = (Math.imul(keyHigh, power(HIGH_POWERS, length)) + high) | 0;
        keyLow = (Math.imul(keyLow, power(LOW_POWERS, length)) + low) | 0;
        const hash = mix(low + length);
        bagHigh = (bagHigh + mix(high ^ low)) | 0;
        bagLow = (bagLow + hash) | 0;
        if (words === this.wordHashes.length) this.#grow();
        this.wordHashes[words++] = hash;
      }
      if (i < end) {
        asItStands = (Math.imul(asItStands, forAll) + (units[i++] as number)) | 0;
      }
    }
    this.words = words;
    this.#keyHigh = keyHigh;
    this.#keyLow = keyLow;
    this.#bagHigh = bagHigh;
    this.#bagLow = bagLow;
    this.#asItStands = asItStands;
  }

  /** Hash of its letters and digits, lower case. */
  get key(): Hash64 {
    return { high: mix(this.#keyHigh ^ this.#keyLow), low: mix(this.#keyLow) };
  }

  get bag(): Bag {
    return { high: this.#bagHigh, low: this.#bagLow, words: this.words };
  }

  /** Hash of its every unit. */
  get text(): Hash64 {
    return {
      high: mix(this.#keyHigh ^ Math.imul(this.#asItStands, LOW)),
      low: mix(this.#asItStands ^ this.#keyLow),
    };
  }

  #grow(): void {
    const larger = new Int32Array(this.wordHashes.length * 2);
    larger.set(this.wordHashes);
    this.wordHashes = larger;
  }
}

/** The print of one sentence. */
export function printSentence(text: Text): SentencePrint {
  const print = new SentencePrint();
  print.set(text);
  return print;
}
