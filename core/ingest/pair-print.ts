import { type Bag, combine, type Hash64, hashBag, SentencePrint } from "./hash.js";
import type { Shared } from "./shared.js";
import type { Text } from "./text.js";
import { UNUSUAL_CASE } from "./units.js";

/** What matters in a pair, as hashes. */
export interface PairPrint {
  /** Equal for pairs whose sides are the same, unit by unit. */
  readonly exact: Hash64;
  /** Equal for pairs whose sides have the same words each, whatever their order, case and marks. */
  readonly near: Hash64;
  readonly sourceWords: number;
}

/**
 * Prints pairs. Sides share most of their words, so a source is not read whole: it is known by its
 * target and by what stands between the ends that both have.
 */
export class PairPrinter {
  /** Of the last pair's target. */
  readonly target = new SentencePrint();
  readonly #sourceMiddle = new SentencePrint();
  readonly #targetMiddle = new SentencePrint();
  readonly #source = new SentencePrint();

  print(source: Text, target: Text, { start, end }: Shared): PairPrint {
    this.target.set(target);
    this.#sourceMiddle.setPart(source, source.start + start, source.end - end);
    this.#targetMiddle.setPart(target, target.start + start, target.end - end);
    const words = this.#bagOfSource(source, target);
    const difference = combine(this.#sourceMiddle.text, { high: start, low: end });
    return {
      exact: combine(difference, this.target.text),
      near: combine(hashBag(words), hashBag(this.target.bag)),
      sourceWords: words.words,
    };
  }

  /** The key of a pair's source, which `print` does without. */
  keyOfSource(source: Text): Hash64 {
    this.#source.set(source);
    return this.#source.key;
  }

  #bagOfSource(source: Text, target: Text): Bag {
    if ((source.classes | target.classes) & UNUSUAL_CASE) {
      this.#source.set(source);
      return this.#source.bag;
    }
    const [whole, out, put] = [this.target.bag, this.#targetMiddle.bag, this.#sourceMiddle.bag];
    return {
      high: (whole.high - out.high + put.high) | 0,
      low: (whole.low - out.low + put.low) | 0,
      words: whole.words - out.words + put.words,
    };
  }
}
