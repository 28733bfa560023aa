/*
 * Where things stand in the kernel's memory, which grows for the tables of prints alone. `core/ingest/plain-rows.ts` fills the
 * tables and the input, and reads lines and rows: the addresses that it needs are exported by
 * `index.ts`.
 */

/** Readers and writers of 16 bytes at once may go so far beyond an end. */
const SLACK: usize = 64;

/** Little enough that what a block of rows needs stays in a processor's cache. */
export const INPUT_BYTES: usize = 1 << 16;
export const LINES_BYTES: usize = 1 << 18;
export const ROWS_MAX: usize = 1 << 12;
/** Numbers of 32 bits that one row leaves, see `leave` in `index.ts`. */
export const ROW_NUMBERS: usize = 12;
/** The one of these that is filled from without, see `arrange.ts`. */
export const BIN: usize = 11;
export const BINS_MAX: usize = 1 << 10;

/** Words of a side; whoever has more is left to JavaScript. */
export const WORDS_MAX: usize = 512;

/** Sixteen bytes of zeros and then of ones. */
export const MASKS: usize = 1024;
/** Powers of the multipliers, sixteen each, the highest first. */
export const HIGH_POWERS: usize = MASKS + 32;
export const LOW_POWERS: usize = HIGH_POWERS + 64;
export const ALL_POWERS: usize = LOW_POWERS + 64;
/** Task prefix. */
export const PREFIX: usize = ALL_POWERS + 64;
export const PREFIX_MAX: usize = 128;
/** Frequent words: hashes, then the list that each is on. */
export const LIST_SLOTS: usize = 1 << 12;
export const LIST_HASHES: usize = PREFIX + PREFIX_MAX;
export const LISTS: usize = LIST_HASHES + LIST_SLOTS * 4;
/** Hashes of the words that were printed last. */
export const WORD_HASHES: usize = LISTS + LIST_SLOTS;
/** Starts and ends of the words of two texts, and a row of the table of distances. */
export const PLACES_A: usize = WORD_HASHES + WORDS_MAX * 4;
export const PLACES_B: usize = PLACES_A + WORDS_MAX * 8;
export const DISTANCES: usize = PLACES_B + WORDS_MAX * 8;
export const ROWS: usize = DISTANCES + (WORDS_MAX + 1) * 4 + SLACK;
export const INPUT: usize = ROWS + ROWS_MAX * ROW_NUMBERS * 4 + SLACK;
export const LINES: usize = INPUT + INPUT_BYTES + SLACK;
export const BINS: usize = LINES + LINES_BYTES + SLACK;
export const ARRANGED: usize = BINS + BINS_MAX * 12;

/* What `deflate.ts` and `codes.ts` work with. */

/** Most bytes that are packed at once. */
export const PLAIN_BYTES: usize = 1 << 18;
export const PLAIN: usize = ARRANGED + LINES_BYTES + BINS_MAX * 16 + SLACK;
/** A code of eight bits for most bytes and nine for the others would do. */
export const PACKED: usize = PLAIN + PLAIN_BYTES + SLACK;
/** 32 bits each: no more than there are bytes. */
export const TOKENS: usize = PACKED + (PLAIN_BYTES / 8) * 9 + 1024;
/** Places by hashes of their four bytes. */
export const HEAD_BITS: u32 = 13;
export const HEADS: usize = TOKENS + PLAIN_BYTES * 4;
export const SYMBOL_COUNTS: usize = HEADS + (4 << HEAD_BITS);
export const SYMBOL_CODES: usize = SYMBOL_COUNTS + 286 * 4;
export const DISTANCE_COUNTS: usize = SYMBOL_CODES + 286 * 4;
export const DISTANCE_CODES: usize = DISTANCE_COUNTS + 30 * 4;
/** Symbols (less the first of them) and codes of the lengths up to 258. */
export const LENGTH_SYMBOLS: usize = DISTANCE_CODES + 30 * 4;
export const LENGTH_CODES: usize = LENGTH_SYMBOLS + 260;
export const SORTED: usize = LENGTH_CODES + 260 * 4;
export const NODES: usize = SORTED + 286 * 4;
export const BITS_COUNTS: usize = NODES + 2 * 286 * 8;
/** Tables of prints, from here on as far as they need, see `seen.ts`. */
export const SEEN: usize = (BITS_COUNTS + 16 * 4 + 7) & ~7;
