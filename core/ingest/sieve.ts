import { wordDistance } from "./distance.js";
import { refuse } from "./filters.js";
import { combine, type Hash64, printSentence, toFraction } from "./hash.js";
import type { IngestOptions } from "./options.js";
import type { RejectReason, Row } from "./rows.js";

/** A row that passed the filters, with what the later steps need. */
export interface SievedRow extends Row {
  readonly sourceWords: number;
  readonly targetWords: number;
  readonly edits: number;
  /** Equal for duplicates, and for near ones where those are to go too; chooses the shard. */
  readonly print: Hash64;
  /** Differs between near duplicates. */
  readonly tag: number;
  /** 0 to below 1, from the key of the target: equal sentences fall on the same side of a split. */
  readonly place: number;
}

/** Where rows that were refused go; both sides are normalised as far as they can be. */
export type Refused = (reason: RejectReason, row: Row) => void;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

/** Unicode NFC without white space around it. */
export function normaliseSide(text: string): string {
  return (ASCII.test(text) ? text : text.normalize("NFC")).trim();
}

/**
 * Makes the step from raw rows to measured and filtered ones. Each row is judged alone: the result
 * does not depend on the others, on order or on where a large input was cut.
 *
 * @param evaluation Keys of the sentences that must not be trained on.
 */
export function createSieve(
  options: IngestOptions,
  evaluation: { readonly size: number; has(key: Hash64): boolean },
): (row: Row, refused: Refused) => SievedRow | undefined {
  const clean = options.format === "text";
  return (raw, refused) => {
    const source = normaliseSide(withoutPrefix(raw.source, options.prefix));
    const target = normaliseSide(raw.target);
    const row = { source, target };
    if (!clean && source === "") {
      refused("empty", row);
      return undefined;
    }
    const right = printSentence(target);
    const left = source === target ? right : printSentence(source);
    const edits = clean ? 0 : wordDistance(source, target);
    const measured = { source, target, sourceWords: left.words, targetWords: right.words, edits };
    const reason = refuse(measured, options.filters);
    if (reason) {
      refused(reason, row);
      return undefined;
    }
    if (
      evaluation.size > 0 &&
      (evaluation.has(right.key) || (!clean && evaluation.has(left.key)))
    ) {
      refused("evaluation_sentence", row);
      return undefined;
    }
    const exact = combine(left.text, right.text);
    const near = options.duplicates === "near";
    return {
      ...measured,
      print: near ? combine(left.bag, right.bag) : exact,
      tag: exact.low,
      place: toFraction(right.key),
    };
  };
}

function withoutPrefix(text: string, prefix: string): string {
  return prefix !== "" && text.startsWith(prefix) ? text.slice(prefix.length) : text;
}
