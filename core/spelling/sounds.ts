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

/** A sound that a typed word holds. */
export interface HeardSound {
  /** How the right word writes it, as UTF-16 units; of a begun sound, the first of them. */
  readonly right: readonly number[];
  readonly typedLength: number;
  /** Places after it in the typed word. */
  readonly ends: readonly number[];
}

/** Sounds by the last letter in `right`. */
export type SoundsByLetter = readonly (readonly HeardSound[] | undefined)[];

const UNITS = SOUNDS.map(({ right }) => Array.from(right, (_, i) => right.charCodeAt(i)));

/** Sounds that a typed word holds: whole, and as words have them that have but begun to write them. */
export function hearSounds(typed: string): {
  readonly whole: SoundsByLetter;
  readonly begun: SoundsByLetter;
} {
  const whole: HeardSound[][] = [];
  const begun: HeardSound[][] = [];
  SOUNDS.forEach((sound, s) => {
    const ends = endsOf(sound.typed, typed);
    if (ends.length === 0) return;
    const right = UNITS[s] as readonly number[];
    const typedLength = sound.typed.length;
    add(whole, { right, typedLength, ends });
    for (let length = 1; length < right.length; length++) {
      add(begun, { right: right.slice(0, length), typedLength, ends });
    }
  });
  return { whole, begun };
}

function endsOf(part: string, text: string): number[] {
  const ends: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    ends.push(at + part.length);
  }
  return ends;
}

function add(lists: HeardSound[][], sound: HeardSound): void {
  const last = sound.right.at(-1) as number;
  lists[last] ??= [];
  lists[last].push(sound);
}

function both(a: string, b: string): Sound[] {
  return [
    { typed: a, right: b },
    { typed: b, right: a },
  ];
}
