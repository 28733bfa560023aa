/**
 * What it costs to write a right word as another string, letter by letter: the error model of a
 * noisy channel (Kernighan, Church and Gale 1990), with whole sounds as in Brill and Moore (2000).
 * 1 is a slip without a reason; likelier slips cost less.
 */
export const COST = {
  /** A letter written twice, or once where the word has it twice. */
  doubled: 0.5,
  /** A silent or vowel letter left out or put in. */
  vowelIndel: 0.8,
  indel: 1,
  swap: 0.75,
  vowel: 0.7,
  alike: 0.75,
  neighbour: 1,
  substitute: 1.35,
  /** An apostrophe or an accent left out. */
  mark: 0.25,
  /** A space left out. */
  space: 0.4,
  /** Added where the first letter is wrong. */
  first: 0.7,
  sound: 0.6,
} as const;

/** Units below this have their costs in tables. */
const ASCII = 128;
const VOWELS = units("aeiouy");
const SILENT = units("aeiouyh");
const KEYBOARD = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
/** Letters that sound or look alike. */
const ALIKE = ["ckq", "cs", "sz", "dt", "bp", "fv", "gj", "mn", "lr", "vw", "iy", "kg", "eé", "aá"];

/** Cost of a letter written that the word lacks; `before` and `after` stand beside it. */
export function extraCost(letter: number, before: number, after: number): number {
  if (letter === before || letter === after) return COST.doubled;
  return letter < ASCII ? (INDELS[letter] as number) : COST.indel;
}

/** Cost of leaving out a letter of the word; `before` and `after` stand beside it in the word. */
export const missingCost = extraCost;

/** Cost of writing one letter for another; both are UTF-16 units of lower-case letters. */
export function substitutionCost(typed: number, right: number): number {
  if (typed === right) return 0;
  if (typed < ASCII && right < ASCII) return SUBSTITUTIONS[typed * ASCII + right] as number;
  return withoutMark(typed) === withoutMark(right) ? COST.mark : COST.substitute;
}

const INDELS = indelTable();
const SUBSTITUTIONS = substitutionTable();

function indelTable(): Float64Array {
  const table = new Float64Array(ASCII).fill(COST.indel);
  for (const letter of SILENT) table[letter] = COST.vowelIndel;
  table[code("'")] = COST.mark;
  table[code(" ")] = COST.space;
  return table;
}

function substitutionTable(): Float64Array {
  const table = new Float64Array(ASCII * ASCII).fill(COST.substitute);
  const set = (a: number, b: number, cost: number): void => {
    for (const at of [a * ASCII + b, b * ASCII + a])
      table[at] = Math.min(table[at] as number, cost);
  };
  KEYBOARD.forEach((row, r) => {
    [...row].forEach((key, c) => {
      const below = KEYBOARD[r + 1] ?? "";
      for (const other of [row[c + 1], below[c - 1], below[c]]) {
        if (other !== undefined) set(code(key), code(other), COST.neighbour);
      }
    });
  });
  for (const a of VOWELS) for (const b of VOWELS) set(a, b, COST.vowel);
  for (const group of ALIKE) {
    for (const a of units(group)) {
      for (const b of units(group)) if (a < ASCII && b < ASCII) set(a, b, COST.alike);
    }
  }
  return table;
}

function withoutMark(unit: number): number {
  return unit < ASCII ? unit : String.fromCharCode(unit).normalize("NFD").charCodeAt(0);
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}

function units(letters: string): Set<number> {
  return new Set(Array.from(letters, code));
}
