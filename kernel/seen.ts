/*
 * Prints that were seen, in tables with open addressing, see `core/ingest/fingerprint-set.ts`. They lie behind
 * all else, so that the memory grows with them, and grow in place, all at once: what was in order
 * of its hash stays so, and little of the memory is looked at twice.
 */
import { SEEN } from "./layout";

const FIRST_SLOTS: usize = 64;
/** A slot is 32 bits of a print, then 16 of its others above a tag; no tag is 0. */
const SLOT_BYTES: usize = 8;
const PAGE_BYTES: usize = 1 << 16;

/* What `add` finds. */
const NEW = 0;
const SAME = 1;
const NEAR = 2;

let tables: usize = 0;
/** Prints that each table remembers before its oldest go. */
let most: u32 = 0;
/** In each table. */
let slots: usize = 0;
let forgot: bool = false;

/** Starts with so many empty tables. */
export function remember(tableCount: i32, entries: i32): void {
  tables = tableCount as usize;
  most = entries as u32;
  slots = FIRST_SLOTS;
  reserve(old(tables));
  memory.fill(SEEN, 0, old(0) - SEEN);
}

/** Whether something may have been forgotten. */
export function forgetful(): bool {
  return forgot;
}

/**
 * Adds a print to a table.
 * @param rest 16 bits of the print, then the tag.
 */
export function add(table: i32, low: u32, rest: u32): i32 {
  const index = table as usize;
  const counter = SEEN + index * 8;
  let slot = find(young(index), low, rest);
  let tag = load<u32>(slot, 4) & 0xffff;
  if (tag === 0 && load<u32>(counter, 4) !== 0) {
    tag = load<u32>(find(old(index), low, rest), 4) & 0xffff;
  }
  if (tag !== 0) return tag === (rest & 0xffff) ? SAME : NEAR;
  let entries = load<u32>(counter);
  if (entries >= most) {
    age(index);
    entries = 0;
    slot = find(young(index), low, rest);
  } else if (entries * 5 >= (slots as u32) * 4) {
    grow();
    slot = find(young(index), low, rest);
  }
  store<u32>(slot, low);
  store<u32>(slot, rest, 4);
  store<u32>(counter, entries + 1);
  return NEW;
}

/** Of a table, its prints that came last; before all tables stand their counters: prints, and whether `old` counts. */
function young(table: usize): usize {
  return SEEN + tables * 8 + table * slots * SLOT_BYTES;
}

/** Of a table, those before. */
function old(table: usize): usize {
  return young(tables + table);
}

/** The slot that holds a print, or the free one where it belongs. */
function find(start: usize, low: u32, rest: u32): usize {
  const end = start + slots * SLOT_BYTES;
  let slot = start + ((((low as u64) * (slots as u64)) >>> 32) as usize) * SLOT_BYTES;
  let found = load<u32>(slot, 4);
  while (found !== 0 && (found >>> 16 !== rest >>> 16 || load<u32>(slot) !== low)) {
    slot += SLOT_BYTES;
    if (slot === end) slot = start;
    found = load<u32>(slot, 4);
  }
  return slot;
}

/** Makes a full table the old one. No table needs to grow any more then: all are about as full. */
function age(table: usize): void {
  reserve(old(tables));
  const counter = SEEN + table * 8;
  if (load<u32>(counter, 4) !== 0) forgot = true;
  memory.copy(old(table), young(table), slots * SLOT_BYTES);
  memory.fill(young(table), 0, slots * SLOT_BYTES);
  store<u32>(counter, 0);
  store<u32>(counter, 1, 4);
}

/** Half as many slots more, for all tables: from the last one on, each makes room for those before. */
function grow(): void {
  const before = slots;
  const beforeBytes = before * SLOT_BYTES;
  slots += slots / 2;
  const copy = old(0);
  reserve(copy + beforeBytes);
  for (let table = tables; table-- > 0; ) {
    memory.copy(copy, SEEN + tables * 8 + table * beforeBytes, beforeBytes);
    const start = young(table);
    memory.fill(start, 0, slots * SLOT_BYTES);
    for (let slot = copy; slot < copy + beforeBytes; slot += SLOT_BYTES) {
      const rest = load<u32>(slot, 4);
      if (rest === 0) continue;
      const low = load<u32>(slot);
      const place = find(start, low, rest);
      store<u32>(place, low);
      store<u32>(place, rest, 4);
    }
  }
}

/** Lets the memory reach up to `end`; traps where there is none. */
function reserve(end: usize): void {
  const pages = ((end + PAGE_BYTES - 1) / PAGE_BYTES) as i32;
  const missing = pages - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
}
