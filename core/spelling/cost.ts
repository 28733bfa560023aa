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

const APOSTROPHE = code("'");
const SPACE = code(" ");
const VOWELS = units("aeiouy");
const SILENT = units("aeiouyh");
const KEYBOARD = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
/** Letters that sound or look alike. */
const ALIKE = ["ckq", "cs", "sz", "dt", "bp", "fv", "gj", "mn", "lr", "vw", "iy", "kg", "eé", "aá"];

/** A sound: how it is written, and how it may be written instead. */
export interface Sound {
  readonly typed: string;
  readonly right: string;
}

/** Sounds that more than one letter writes. */
export const SOUNDS: readonly Sound[] = [
  ...both("f", "ph"),
  ...both("f", "gh"),
  ...both("ff", "gh"),
  ...both("uff", "ough"),
  ...both("aw", "au"),
  ...both("or", "our"),
  ...both("er", "re"),
  ...both("sion", "tion"),
  ...both("cion", "tion"),
  ...both("shun", "tion"),
  ...both("tian", "tion"),
  ...both("k", "ch"),
  ...both("c", "ch"),
  ...both("ch", "tch"),
  ...both("sh", "ch"),
  ...both("sh", "ti"),
  ...both("ti", "ci"),
  ...both("si", "ci"),
  ...both("k", "ck"),
  ...both("c", "ck"),
  ...both("kw", "qu"),
  ...both("ks", "x"),
  ...both("cs", "x"),
  ...both("x", "xc"),
  ...both("s", "sc"),
  ...both("s", "ps"),
  ...both("n", "kn"),
  ...both("n", "gn"),
  ...both("m", "mb"),
  ...both("r", "wr"),
  ...both("w", "wh"),
  ...both("j", "dg"),
  ...both("g", "dg"),
  ...both("t", "ght"),
  ...both("te", "ght"),
  ...both("i", "igh"),
  ...both("ite", "ight"),
  ...both("ee", "ea"),
  ...both("ee", "ie"),
  ...both("e", "ea"),
  ...both("i", "ee"),
  ...both("i", "ea"),
  ...both("a", "ai"),
  ...both("ey", "ay"),
  ...both("ei", "ai"),
  ...both("ay", "ai"),
  ...both("o", "ou"),
  ...both("o", "oa"),
  ...both("u", "oo"),
  ...both("u", "ou"),
  ...both("ow", "ou"),
  ...both("ew", "ue"),
  ...both("y", "ie"),
  ...both("y", "ey"),
  ...both("el", "le"),
  ...both("al", "le"),
  ...both("il", "le"),
  ...both("us", "ous"),
  ...both("ius", "ious"),
  ...both("full", "ful"),
  ...both("ely", "ly"),
  ...both("aly", "ally"),
  ...both("ly", "ally"),
  ...both("ys", "ies"),
  ...both("yed", "ied"),
  ...both("able", "ible"),
  ...both("ance", "ence"),
  ...both("d", "ed"),
];

/** Cost of a letter written that the word lacks; `before` and `after` stand beside it. */
export function extraCost(letter: number, before: number, after: number): number {
  if (letter === before || letter === after) return COST.doubled;
  if (letter === APOSTROPHE) return COST.mark;
  if (letter === SPACE) return COST.space;
  return SILENT.has(letter) ? COST.vowelIndel : COST.indel;
}

/** Cost of leaving out a letter of the word; `before` and `after` stand beside it in the word. */
export const missingCost = extraCost;

/** Cost of writing one letter for another; both are UTF-16 units of lower-case letters. */
export function substitutionCost(typed: number, right: number): number {
  if (typed === right) return 0;
  if (typed < 128 && right < 128) return TABLE[typed * 128 + right] as number;
  return withoutMark(typed) === withoutMark(right) ? COST.mark : COST.substitute;
}

const TABLE = substitutionTable();

function substitutionTable(): Float64Array {
  const table = new Float64Array(128 * 128).fill(COST.substitute);
  const set = (a: number, b: number, cost: number): void => {
    for (const at of [a * 128 + b, b * 128 + a]) table[at] = Math.min(table[at] as number, cost);
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
      for (const b of units(group)) if (a < 128 && b < 128) set(a, b, COST.alike);
    }
  }
  return table;
}

function withoutMark(unit: number): number {
  return String.fromCharCode(unit).normalize("NFD").charCodeAt(0);
}

function both(a: string, b: string): Sound[] {
  return [
    { typed: a, right: b },
    { typed: b, right: a },
  ];
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}

function units(letters: string): Set<number> {
  return new Set(Array.from(letters, code));
}
