import type { AlignedEdit } from "./edits.js";
import { isPluralPair, sharedVerb } from "./inflection.js";
import { AUXILIARIES, DETERMINERS } from "./lexicon/grammar.js";
import { splitWords } from "./words.js";

/** Words of quantities that are more than one word: "a lot of", "a number of". */
const QUANTITY = /^(?:lots?|of|number|couple|deal|good|great|piece|bit)$/;

/**
 * Edits of a sentence with those joined that stand beside each other and make no sense alone: the
 * parts of one verb ("didn't receive" to "haven't received"), a quantity and the number of its noun
 * ("many informations" to "a lot of information"), words written as one ("can not" to "can't").
 */
export function joinDependent(
  source: string,
  target: string,
  edits: readonly AlignedEdit[],
): AlignedEdit[] {
  const joined: AlignedEdit[] = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    if (last && isBeside(source, last, edit) && dependOnEachOther(source, last, edit)) {
      joined[joined.length - 1] = join(source, target, last, edit);
    } else {
      joined.push(edit);
    }
  }
  return joined;
}

/** One edit of two and of what stands between them, without the space that both sides end with. */
function join(source: string, target: string, first: AlignedEdit, last: AlignedEdit): AlignedEdit {
  const [start, placeStart] = [first.start, first.target.start];
  let [end, placeEnd] = [last.end, last.target.end];
  while (
    end > start &&
    placeEnd > placeStart &&
    /\s/.test(source.charAt(end - 1)) &&
    source.charAt(end - 1) === target.charAt(placeEnd - 1)
  ) {
    end--;
    placeEnd--;
  }
  const place = { start: placeStart, end: placeEnd };
  return { start, end, replacement: target.slice(placeStart, placeEnd), target: place };
}

function isBeside(source: string, first: AlignedEdit, second: AlignedEdit): boolean {
  return /^[^\S\r\n]*$/.test(source.slice(first.end, second.start));
}

/** The words of an edit in lower case: what goes out, what comes in. */
interface Words {
  readonly out: readonly string[];
  readonly in: readonly string[];
}

function dependOnEachOther(source: string, first: AlignedEdit, second: AlignedEdit): boolean {
  const [a, b] = [wordsOf(source, first), wordsOf(source, second)];
  if (a.out.length + a.in.length === 0) {
    // A stop taken away, and the capital after it.
    const isStop = /[.!?]/.test(source.slice(first.start, first.end));
    return isStop && b.out.length > 0 && b.out.join(" ") === b.in.join(" ");
  }
  return areOneWord(a, b) || areOneVerb(a, b) || agreeInNumber(a, b);
}

function areOneWord(a: Words, b: Words): boolean {
  const letters = (words: readonly string[]) =>
    words.join("").replace("can't", "cannot").replace(/n't$/, "not").replace(/['-]/g, "");
  return (
    letters(a.out) !== letters(a.in) &&
    letters([...a.out, ...b.out]) === letters([...a.in, ...b.in])
  );
}

function areOneVerb(a: Words, b: Words): boolean {
  const [out, into] = [a.out.every(isAuxiliary), a.in.every(isAuxiliary)];
  // "was" and "were" are chosen by the subject, whatever the verb.
  if (a.out.length === 1 && a.in.length === 1 && isSameVerb(a.out[0] ?? "", a.in[0] ?? ""))
    return false;
  const isAuxiliaryChange = into && (a.in.length > 0 || out) && a.out.length <= 2;
  const [o, i] = [b.out[0] ?? "", b.in[0] ?? ""];
  const isVerbChange = b.out.length === 1 && b.in.length === 1 && isSameVerb(o, i);
  const isMore = b.out.length + b.in.length > 0 && [...b.out, ...b.in].every(isAuxiliary) && out;
  if (isAuxiliaryChange && (isVerbChange || isMore)) return true;
  // "would take" to "took".
  const isFolded = b.out.length === 1 && b.in.length === 0 && a.in.length === 1;
  return out && a.out.length > 0 && isFolded && isSameVerb(o, a.in[0] ?? "");
}

/** A quantity of several words in the place of a determiner, and the number of its noun. */
function agreeInNumber(a: Words, b: Words): boolean {
  const quantity = [...a.out, ...a.in, ...b.out.slice(0, -1), ...b.in.slice(0, -1)];
  const isQuantity = quantity.every((word) => DETERMINERS.has(word) || QUANTITY.test(word));
  const [o, i] = [b.out.at(-1) ?? "", b.in.at(-1) ?? ""];
  return isQuantity && quantity.includes("of") && isPluralPair(o, i);
}

function isSameVerb(a: string, b: string): boolean {
  return sharedVerb(a, b) !== undefined;
}

/** "to" counts as one: it settles the form of its verb. */
function isAuxiliary(word: string): boolean {
  return word === "to" || AUXILIARIES.has(word);
}

function wordsOf(source: string, edit: AlignedEdit): Words {
  return { out: words(source.slice(edit.start, edit.end)), in: words(edit.replacement) };
}

function words(text: string): string[] {
  return splitWords(text).flatMap(({ kind, text: word }) =>
    kind === "word" ? [word.toLowerCase().replaceAll("\u2019", "'")] : [],
  );
}
