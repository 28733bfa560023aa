/* Huffman's codes of at most 15 bits, as deflate writes them (RFC 1951, 3.2.2). */
import { BITS_COUNTS, NODES, SORTED } from "./layout";

/** In a code, its bits stand below this one, the first lowest; their number from it on. */
export const CODE_BITS: u32 = 16;

const MAX_BITS: u32 = 15;

/** In a sorted symbol, the symbol stands below this bit, its count from it on. */
const SYMBOL_BITS: u32 = 9;

/**
 * Makes the codes of symbols that were counted.
 * @param counts 32 bits each; two symbols at least have come.
 * @param symbols How many there are.
 * @param codes Where they go, 32 bits each; 0 for a symbol that has not come.
 */
export function buildCodes(counts: usize, symbols: u32, codes: usize): void {
  const used = sortSymbols(counts, symbols);
  countBits(used);
  limitBits();
  memory.fill(codes, 0, (symbols as usize) << 2);
  let sorted: u32 = 0;
  for (let bits = MAX_BITS; bits > 0; bits--) {
    for (let left = get(BITS_COUNTS, bits); left > 0; left--) {
      set(codes, get(SORTED, sorted++) & ((1 << SYMBOL_BITS) - 1), bits << CODE_BITS);
    }
  }
  let code: u32 = 0;
  for (let bits: u32 = 1; bits <= MAX_BITS; bits++) {
    code <<= 1;
    for (let symbol: u32 = 0; symbol < symbols; symbol++) {
      if (get(codes, symbol) !== bits << CODE_BITS) continue;
      set(codes, symbol, (bits << CODE_BITS) | reversed(code++, bits));
    }
  }
}

function get(table: usize, index: u32): u32 {
  return load<u32>(table + ((index as usize) << 2));
}

function set(table: usize, index: u32, value: u32): void {
  store<u32>(table + ((index as usize) << 2), value);
}

/** Sorts the symbols that have come, the rarest first. @returns How many they are. */
function sortSymbols(counts: usize, symbols: u32): u32 {
  let used: u32 = 0;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = get(counts, symbol);
    if (count === 0) continue;
    const key = (count << SYMBOL_BITS) | symbol;
    let place = used++;
    for (; place > 0 && get(SORTED, place - 1) > key; place--) {
      set(SORTED, place, get(SORTED, place - 1));
    }
    set(SORTED, place, key);
  }
  return used;
}

/**
 * Counts how many symbols have codes of how many bits. Nodes of the tree are two numbers, their count
 * and their parent, which then becomes their depth: those of symbols as sorted, and then those above,
 * which come in order of their counts, too.
 */
function countBits(used: u32): void {
  for (let i: u32 = 0; i < used; i++) set(NODES, 2 * i, get(SORTED, i) >>> SYMBOL_BITS);
  const root: u32 = 2 * used - 2;
  let leaf: u32 = 0;
  let inner = used;
  for (let node = used; node <= root; node++) {
    let sum: u32 = 0;
    for (let child = 0; child < 2; child++) {
      const least =
        leaf < used && (inner === node || get(NODES, 2 * leaf) <= get(NODES, 2 * inner))
          ? leaf++
          : inner++;
      sum += get(NODES, 2 * least);
      set(NODES, 2 * least + 1, node);
    }
    set(NODES, 2 * node, sum);
  }
  memory.fill(BITS_COUNTS, 0, (MAX_BITS as usize) * 4 + 4);
  set(NODES, 2 * root + 1, 0);
  for (let node = root; node-- > 0; ) {
    const depth = get(NODES, 2 * get(NODES, 2 * node + 1) + 1) + 1;
    set(NODES, 2 * node + 1, depth);
    if (node >= used) continue;
    const bits = min(depth, MAX_BITS);
    set(BITS_COUNTS, bits, get(BITS_COUNTS, bits) + 1);
  }
}

/** Where codes were cut to the most bits, lengthens others until all are different again. */
function limitBits(): void {
  let space: u32 = 0;
  for (let bits: u32 = 1; bits <= MAX_BITS; bits++) {
    space += get(BITS_COUNTS, bits) << (MAX_BITS - bits);
  }
  for (; space > 1 << MAX_BITS; space--) {
    let bits = MAX_BITS - 1;
    while (get(BITS_COUNTS, bits) === 0) bits--;
    set(BITS_COUNTS, bits, get(BITS_COUNTS, bits) - 1);
    set(BITS_COUNTS, bits + 1, get(BITS_COUNTS, bits + 1) + 2);
    set(BITS_COUNTS, MAX_BITS, get(BITS_COUNTS, MAX_BITS) - 1);
  }
}

function reversed(code: u32, bits: u32): u32 {
  let left = code;
  let turned: u32 = 0;
  for (let bit: u32 = 0; bit < bits; bit++) {
    turned = (turned << 1) | (left & 1);
    left >>>= 1;
  }
  return turned;
}
