/*
 * Bytes are found and compared sixteen at a time. A byte is special where a plain field cannot hold
 * it: quotes, backslashes, control characters, what is not ASCII, and a given separator.
 */

const QUOTE: i8 = 34;
const BACKSLASH: i8 = 92;
const DELETE: i8 = 127;
const BLANK: i8 = 32;

/** The first special byte from `at` on; a place at or beyond `end` where there is none before. */
export function findSpecial(from: usize, end: usize, separator: i8): usize {
  const quotes = i8x16.splat(QUOTE);
  const backslashes = i8x16.splat(BACKSLASH);
  const deletes = i8x16.splat(DELETE);
  const blanks = i8x16.splat(BLANK);
  const separators = i8x16.splat(separator);
  for (let at = from; at < end; at += 16) {
    const bytes = v128.load(at);
    // As numbers with sign, bytes beyond ASCII are below the blank, too.
    const found = v128.or(
      v128.or(i8x16.lt_s(bytes, blanks), i8x16.eq(bytes, quotes)),
      v128.or(
        v128.or(i8x16.eq(bytes, backslashes), i8x16.eq(bytes, deletes)),
        i8x16.eq(bytes, separators),
      ),
    );
    const mask = i8x16.bitmask(found);
    if (mask !== 0) return at + (ctz(mask) as usize);
  }
  return end;
}

/** How many bytes are the same from `a` and from `b` on, at most `most`. */
export function sameAhead(a: usize, b: usize, most: usize): usize {
  for (let same: usize = 0; same < most; same += 16) {
    const differ = ~i8x16.bitmask(i8x16.eq(v128.load(a + same), v128.load(b + same))) & 0xffff;
    if (differ !== 0) return min(most, same + (ctz(differ) as usize));
  }
  return most;
}

/** How many bytes are the same before `a` and before `b`, at most `most`. */
export function sameBefore(a: usize, b: usize, most: usize): usize {
  for (let same: usize = 0; same < most; same += 16) {
    const left = v128.load(a - same - 16);
    const differ = ~i8x16.bitmask(i8x16.eq(left, v128.load(b - same - 16))) & 0xffff;
    if (differ !== 0) return min(most, same + ((clz(differ) - 16) as usize));
  }
  return most;
}

/** Copies bytes, up to 15 more than asked for. @returns Where the copy ends. */
export function copy(to: usize, from: usize, bytes: usize): usize {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, v128.load(from + at));
  return to + bytes;
}
