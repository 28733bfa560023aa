/* Words that differ, as `core/ingest/distance.ts` counts them. */
import { DISTANCES, PLACES_A, PLACES_B, WORDS_MAX } from "./layout";

const BLANK: u8 = 32;

/** Words between blanks; -1 for more than there is room for. */
function findWords(places: usize, from: usize, end: usize): i32 {
  let count: usize = 0;
  let at = from;
  while (at < end) {
    while (at < end && load<u8>(at) === BLANK) at++;
    if (at === end) break;
    if (count === WORDS_MAX) return -1;
    const place = places + count++ * 8;
    store<u32>(place, at as u32);
    while (at < end && load<u8>(at) !== BLANK) at++;
    store<u32>(place + 4, at as u32);
  }
  return count as i32;
}

function same(i: i32, j: i32): bool {
  const a = load<u32>(PLACES_A + ((i as usize) << 3)) as usize;
  const b = load<u32>(PLACES_B + ((j as usize) << 3)) as usize;
  const length = (load<u32>(PLACES_A + ((i as usize) << 3) + 4) as usize) - a;
  if (length !== (load<u32>(PLACES_B + ((j as usize) << 3) + 4) as usize) - b) return false;
  for (let k: usize = 0; k < length; k++) if (load<u8>(a + k) !== load<u8>(b + k)) return false;
  return true;
}

function at(j: i32): usize {
  return DISTANCES + ((j as usize) << 2);
}

/** The distance of two texts; where it is more than `most`, or cannot be told, some number above. */
export function distance(aStart: usize, aEnd: usize, bStart: usize, bEnd: usize, most: i32): i32 {
  const far = most + 1;
  const a = findWords(PLACES_A, aStart, aEnd);
  const b = findWords(PLACES_B, bStart, bEnd);
  if (a < 0 || b < 0 || abs(a - b) > most) return far;
  if (a === 0 || b === 0) return a + b;
  for (let j = 0; j <= b; j++) store<i32>(at(j), min(j, far));
  for (let i = 1; i <= a; i++) {
    const first = max(1, i - most);
    const last = min(b, i + most);
    let diagonal = load<i32>(at(first - 1));
    let left = first === 1 ? i : far;
    store<i32>(at(first - 1), left);
    let least = left;
    for (let j = first; j <= last; j++) {
      const above = load<i32>(at(j));
      const replaced = diagonal + (same(i - 1, j - 1) ? 0 : 1);
      left = min(replaced, min(above, left) + 1);
      store<i32>(at(j), left);
      least = min(least, left);
      diagonal = above;
    }
    if (least > most) return far;
  }
  return load<i32>(at(b));
}
