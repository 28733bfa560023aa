import { ENGLISH_WORDS } from "../lexicon/languages.js";
import { words } from "../lexicon/words.js";

/** A guess at the language of a text. */
export interface DetectedLanguage {
  /** ISO 639-1. */
  readonly code: string;
  /** Share (0..1) of the evidence that speaks for it; 0 where there was none. */
  readonly confidence: number;
  readonly source: "words" | "script" | "fallback";
}

/** UTF-16 units of the text that are looked at. */
const SAMPLE_UNITS = 4000;

/** Fewer words of another language may be names or quotations. */
const MIN_FOREIGN_WORDS = 2;

/** Frequent words of each language in Latin script, without those that are English words too. */
const WORDS: readonly (readonly [code: string, words: ReadonlySet<string>])[] = [
  ["en", ENGLISH_WORDS],
  [
    "de",
    words(
      "der die das und ist nicht ein eine einen mit auf f\u00fcr von dem den zu sich auch ich sie wir ihr aber oder wenn nach bei aus noch nur wird haben sind",
    ),
  ],
  [
    "fr",
    words(
      "le la les des du une et est dans pour qui que pas sur avec sont mais ou nous vous ils elle cette ces je tu il ont \u00e9t\u00e9 tr\u00e8s plus au aux",
    ),
  ],
  [
    "es",
    words(
      "el los las y en es por con para como pero muy m\u00e1s est\u00e1 este esta son hay fue tiene todo tambi\u00e9n cuando donde yo una que del la",
    ),
  ],
  [
    "it",
    words(
      "di che della dei delle per una sono con gli nel pi\u00f9 anche questo questa il la \u00e8 e lo si non alla",
    ),
  ],
  [
    "pt",
    words(
      "os um uma n\u00e3o dos das em na com s\u00e3o mais seu sua foi ao pelo pela ele ela voc\u00ea que \u00e9 da o e",
    ),
  ],
  ["nl", words("het een van zijn niet voor maar ook worden naar deze dit wij ze er de en dat met")],
  ["sv", words("och att det som p\u00e5 \u00e4r av f\u00f6r inte jag har till en ett")],
  ["da", words("og ikke jeg det er til af en et p\u00e5 som har de")],
  ["pl", words("nie jest na si\u0119 z w \u017ce jak ale dla czy")],
  ["tr", words("bir ve bu i\u00e7in ile de da \u00e7ok")],
  ["id", words("yang dan ini itu dengan untuk tidak dari di")],
];

/** Languages told by their letters alone; an earlier one wins. */
const SCRIPTS: readonly (readonly [code: string, letters: RegExp])[] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["zh", /\p{Script=Han}/gu],
  ["ko", /\p{Script=Hangul}/gu],
  ["uk", /[\u0456\u0457\u0454\u0491]/giu],
  ["ru", /\p{Script=Cyrillic}/gu],
  ["el", /\p{Script=Greek}/gu],
  ["ar", /\p{Script=Arabic}/gu],
  ["he", /\p{Script=Hebrew}/gu],
  ["hi", /\p{Script=Devanagari}/gu],
  ["th", /\p{Script=Thai}/gu],
];

/** Share of letters that must be Latin for words to decide. */
const MIN_LATIN_SHARE = 0.5;

/** Share of the letters from which on a script names its language. */
const MIN_SCRIPT_SHARE = 0.05;

/** The language of a text, from its script and most frequent words; English without evidence. */
export function detectLanguage(text: string): DetectedLanguage {
  const sample = text.slice(0, SAMPLE_UNITS);
  const letters = count(sample, /\p{L}/gu);
  const other = letters - count(sample, /\p{Script=Latin}/gu);
  if (other > (1 - MIN_LATIN_SHARE) * letters) {
    for (const [code, pattern] of SCRIPTS) {
      const share = count(sample, pattern) / letters;
      if (share >= MIN_SCRIPT_SHARE) return { code, confidence: other / letters, source: "script" };
    }
  }
  return detectByWords(sample);
}

function detectByWords(text: string): DetectedLanguage {
  const found =
    text
      .toLowerCase()
      .replaceAll("\u2019", "'")
      .match(/[\p{L}\p{M}']+/gu) ?? [];
  const counts = WORDS.map(([code, list]) => ({
    code,
    hits: found.filter((word) => list.has(word)).length,
  }));
  const english = counts[0]?.hits ?? 0;
  const best = counts.reduce((a, b) => (b.hits > a.hits ? b : a));
  const winner = best.hits >= MIN_FOREIGN_WORDS ? best : { code: "en", hits: english };
  if (winner.hits === 0) return { code: "en", confidence: 0, source: "fallback" };
  const against = winner.code === "en" ? best.hits - english : english;
  return {
    code: winner.code,
    confidence: winner.hits / (winner.hits + Math.max(0, against)),
    source: "words",
  };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
