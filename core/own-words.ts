import { verbReadings } from "./inflection.js";
import type { Span } from "./span.js";

/** A run of letters and digits, with apostrophes inside; hyphens part words. */
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*/gu;

/** Possessive "'s" and shortened verbs after a word. */
const CLITIC = /'(?:s|d|ll|re|ve|m)$/;

/** Shorter words are not looked for behind an ending: "its" is no form of "it". */
const MIN_STEM_UNITS = 3;

/** An entry of several tokens, or with other characters than letters: found as it is written. */
interface Phrase {
  readonly text: string;
  /** Where its first token begins. */
  readonly offset: number;
}

/**
 * Words that their owner has declared right. A word covers its other cases and its regular forms:
 * "kubelet" covers "Kubelets", "kubelet's", and "grep" covers "grepped". A phrase ("vis a vis",
 * "c++") covers its other cases. Entries without a letter or digit cover nothing.
 */
export class OwnWords {
  readonly #words = new Set<string>();
  readonly #phrases = new Map<string, Phrase[]>();

  constructor(entries: Iterable<string>) {
    for (const entry of entries) this.#add(foldCase(entry.trim()));
  }

  #add(text: string): void {
    const [first] = text.matchAll(TOKEN);
    if (first === undefined) return;
    if (first[0] === text) {
      this.#words.add(text);
      return;
    }
    const phrase = { text, offset: first.index };
    this.#phrases.set(first[0], [...(this.#phrases.get(first[0]) ?? []), phrase]);
  }

  /** Whether a token, as `foldCase` writes it, is one of the words or a form of one. */
  #covers(token: string): boolean {
    const word = token.replace(CLITIC, "");
    if (this.#words.has(token) || this.#words.has(word)) return true;
    return verbReadings(word).some(
      ({ lemma }) => lemma.length >= MIN_STEM_UNITS && this.#words.has(lemma),
    );
  }

  /** Where the words stand in a text, in its order; phrases may overlap words. */
  *spans(text: string): Generator<Span> {
    if (this.#words.size + this.#phrases.size === 0) return;
    const folded = foldCase(text);
    const known = new Map<string, boolean>();
    for (const { 0: token, index } of folded.matchAll(TOKEN)) {
      const isOwn = known.get(token) ?? this.#covers(token);
      known.set(token, isOwn);
      if (isOwn) yield { start: index, end: index + token.length };
      for (const phrase of this.#phrases.get(token) ?? []) {
        const start = index - phrase.offset;
        const end = start + phrase.text.length;
        if (folded.startsWith(phrase.text, start) && isWhole(folded, { start, end })) {
          yield { start, end };
        }
      }
    }
  }
}

/** Lower case and plain apostrophes, each UTF-16 unit in its place. */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  // A few letters become two ("İ"): only those that keep their length are changed then.
  const same =
    lower.length === text.length
      ? lower
      : Array.from(text, (char) => {
          const small = char.toLowerCase();
          return small.length === char.length ? small : char;
        }).join("");
  return same.replaceAll("\u2019", "'");
}

/** True unless a letter or digit goes on before or after the span. */
function isWhole(text: string, { start, end }: Span): boolean {
  const around = /[\p{L}\p{M}\p{N}]/u;
  const before = around.test(text.slice(Math.max(0, start - 1), start));
  return (
    start >= 0 &&
    !(before && around.test(text.charAt(start))) &&
    !(around.test(text.charAt(end - 1)) && around.test(text.charAt(end)))
  );
}
