/** 64 bits as two unsigned halves. Not for secrets: fast, well mixed, the same for ever. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

/** Spreads the bits of one number over all of another (the finaliser of MurmurHash3, A. Appleby). */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Hash of two halves in order. */
export function combine(a: Hash64, b: Hash64): Hash64 {
  return {
    high: mix(Math.imul(a.high, 0x9e3779b1) ^ b.high ^ Math.imul(b.low, 0x85ebca77)),
    low: mix(Math.imul(a.low, 0xc2b2ae3d) ^ b.low ^ Math.imul(b.high, 0x27d4eb2f)),
  };
}

/** Hash of a text's UTF-16 units. */
export function hashText(text: string): Hash64 {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x85ebca77);
    low = Math.imul(low ^ code, 0xc2b2ae3d);
    low ^= low >>> 15;
  }
  return { high: mix(high ^ low), low: mix(low ^ text.length) };
}

/** What matters in a sentence, as hashes. */
export interface SentencePrint {
  /** Hash of its key: letters and digits only, lower case. */
  readonly key: Hash64;
  /** Hash of its words (runs of letters and digits, lower case) in any order. */
  readonly bag: Hash64;
  /** Hash of its every character. */
  readonly text: Hash64;
  /** Words in that sense. */
  readonly words: number;
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

function isWordPart(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
  // Halves of a surrogate pair: ideographs, mathematical letters, emoji; all count.
  return (code >= 0xd800 && code < 0xe000) || LETTER_OR_DIGIT.test(String.fromCharCode(code));
}

/** One pass over a sentence for all its hashes. */
export function printSentence(sentence: string): SentencePrint {
  const text = ASCII.test(sentence) ? sentence : sentence.toLowerCase();
  let keyHigh = 0x9e3779b9;
  let keyLow = 0x85ebca6b;
  let wordHigh = 0;
  let wordLow = 0;
  let bagHigh = 0;
  let bagLow = 0;
  let words = 0;
  let inWord = false;
  for (let i = 0; i <= text.length; i++) {
    let code = i < text.length ? text.charCodeAt(i) : 32;
    if (code >= 65 && code <= 90) code += 32;
    if (isWordPart(code)) {
      if (!inWord) {
        wordHigh = 0x27d4eb2f;
        wordLow = 0x165667b1;
        inWord = true;
      }
      keyHigh = Math.imul(keyHigh ^ code, 0x85ebca77);
      keyLow = Math.imul(keyLow ^ code, 0xc2b2ae3d);
      keyLow ^= keyLow >>> 15;
      wordHigh = Math.imul(wordHigh ^ code, 0x01000193);
      wordLow = Math.imul(wordLow ^ code, 0x5bd1e995);
      wordLow ^= wordLow >>> 15;
    } else if (inWord) {
      bagHigh = (bagHigh + mix(wordHigh ^ wordLow)) | 0;
      bagLow = (bagLow + mix(wordLow)) | 0;
      words++;
      inWord = false;
    }
  }
  return {
    key: { high: mix(keyHigh ^ keyLow), low: mix(keyLow) },
    bag: { high: mix(bagHigh ^ words), low: mix(bagLow) },
    text: hashText(sentence),
    words,
  };
}

/** A hash as a number from 0 to below 1. */
export function toFraction(hash: Hash64): number {
  return (mix(hash.high ^ Math.imul(hash.low, 0x9e3779b1)) >>> 0) / 2 ** 32;
}
