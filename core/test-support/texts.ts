import type { Random } from "./random.js";

const WORDS = `the a an of to in is are was have has I he She they we it that this car house people
  informations recieve teh alot don't dont its it's beautiful very much many child children go goes
  went gone yesterday tomorrow well-known in-to state-of-the-art 3.5 1,000 2nd caf\u00e9 na\u00efve co\u00f6perate
  e\u0301te\u0301 \u{1f600} \u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u4f60\u597d \u0645\u0631\u062d\u0628\u0627 \u043f\u0440\u0438\u0432\u0435\u0442 \u{1d4d0}\u{1d4d1} \ufb01sh`
  .split(/\s+/)
  .filter((word) => word !== "");
const MARKS = [
  ".",
  ",",
  "!",
  "?",
  ";",
  ":",
  "...",
  "\u2026",
  "'",
  '"',
  "(",
  ")",
  "-",
  "\u2014",
  "\u201c",
  "\u2019",
];
const SPACES = [" ", " ", " ", " ", "  ", "\n", "\r\n", "\t", "\u00a0", ""];

/** Text of words, marks and white space of every sort, often wrong. */
export function randomText(random: Random, maxWords: number): string {
  let text = "";
  for (let n = random.int(0, maxWords); n > 0; n--) {
    text += random.pick(WORDS);
    if (random.chance(0.2)) text += random.pick(MARKS);
    text += random.pick(SPACES);
  }
  return text;
}

/** The text with a few words and characters dropped, doubled, swapped or replaced. */
export function corrupt(random: Random, text: string): string {
  const parts = text.split(/(\s+|\b)/);
  for (let n = random.int(0, 6); n > 0; n--) {
    const i = random.int(0, parts.length);
    const j = random.int(0, parts.length);
    const change = random.int(0, 5);
    if (change === 0) parts.splice(i, 1);
    else if (change === 1) parts.splice(i, 0, random.pick(WORDS));
    else if (change === 2) [parts[i], parts[j]] = [parts[j] ?? "", parts[i] ?? ""];
    else if (change === 3) parts[i] = random.pick(MARKS);
    else parts[i] = (parts[i] ?? "").slice(1) + random.pick(["", "s", "ed", "X"]);
  }
  return parts.join("");
}
