import { type AlignedEdit, diffEdits } from "../edits.js";
import type { Rewrite } from "../ports.js";
import { similarity } from "../similarity.js";
import { isKnown } from "./known.js";
import type { Lexicon } from "./lexicon.js";

/** Logarithm of a probability (0.001) that no threshold worth setting lets through. */
const DOUBT = Math.log(0.001);
const WORD = /(?<![\p{L}\p{N}])[A-Za-z]+(?:'[a-z]+)?(?![\p{L}\p{N}])/gu;
/** Shorter ones are abbreviations and parts of names. */
const MIN_LETTERS = 3;
/** Of a name and another spelling of it. */
const LEAST_SIMILARITY = 0.5;

/**
 * The rewrite with hardly any probability left where it writes a word that is none ("illustator"),
 * takes a name out of the middle of a sentence or has other words in its place: a model that spells
 * by parts of words does so where it is lost.
 * @param sentence what was to be rewritten.
 */
export function doubtInventions(lexicon: Lexicon, sentence: string, rewrite: Rewrite): Rewrite {
  if (rewrite.text === sentence) return rewrite;
  const doubtful = diffEdits(sentence, rewrite.text).filter(
    (edit) => inventsWord(lexicon, sentence, edit) || losesName(lexicon, sentence, edit),
  );
  return doubtful.reduce(lower, rewrite);
}

function inventsWord(lexicon: Lexicon, sentence: string, edit: AlignedEdit): boolean {
  const original = sentence.slice(edit.start, edit.end).toLowerCase();
  return wordsOf(edit.replacement).some(({ text }) => {
    const word = text.toLowerCase();
    const isWord = text.length >= MIN_LETTERS && text !== text.toUpperCase();
    return isWord && !original.includes(word) && !isKnown(lexicon, word);
  });
}

function losesName(lexicon: Lexicon, sentence: string, edit: AlignedEdit): boolean {
  const original = wordsOf(sentence.slice(edit.start, edit.end));
  const replacement = wordsOf(edit.replacement).map(({ text }) => text.toLowerCase());
  const isShorter = replacement.length < original.length;
  return original.some(({ text, start }) => {
    const word = text.toLowerCase();
    const inside = /\p{L}/u.test(sentence.slice(0, edit.start + start));
    if (!inside || text === word || replacement.includes(word)) return false;
    if (!isShorter && (!isLongName(text) || isRespelt(word, replacement))) return false;
    const index = lexicon.indexOf(word);
    return index < 0 ? !isKnown(lexicon, word) : lexicon.isName(index);
  });
}

/** No pronoun, no short form of one ("I'm"). */
function isLongName(text: string): boolean {
  return text.length >= MIN_LETTERS && !text.includes("'");
}

/** Whether one of the `words` may be the same name spelt otherwise, or a word made of it ("Amerika", "American"). */
function isRespelt(name: string, words: readonly string[]): boolean {
  return words.some((word) => similarity(name, word) >= LEAST_SIMILARITY);
}

function wordsOf(text: string): { text: string; start: number }[] {
  return Array.from(text.matchAll(WORD), (match) => ({ text: match[0], start: match.index }));
}

/** Doubts the tokens of an edit; where it only takes text away, the one after. */
function lower(rewrite: Rewrite, { target }: AlignedEdit): Rewrite {
  const { tokens } = rewrite;
  const inside = tokens.filter((token) => token.start < target.end && token.end > target.start);
  const after = tokens.find((token) => token.end > target.end);
  const doubted = inside.length > 0 ? inside : after === undefined ? [] : [after];
  return {
    ...rewrite,
    tokens: tokens.map((token) =>
      doubted.includes(token)
        ? { ...token, logProb: Math.min(DOUBT, token.logProb), keepLogProb: undefined }
        : token,
    ),
    ...(doubted.length === 0 && {
      endLogProb: Math.min(DOUBT, rewrite.endLogProb),
      endKeepLogProb: undefined,
    }),
  };
}
