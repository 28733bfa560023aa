import { WordDistance } from "./distance.js";
import { judge } from "./filters.js";
import { type Hash64, toFraction } from "./hash.js";
import { type Line, LineWriter } from "./line.js";
import type { IngestOptions } from "./options.js";
import { PairPrinter } from "./pair-print.js";
import type { RejectReason } from "./rows.js";
import { findShared } from "./shared.js";
import type { Text } from "./text.js";

/** A row that passed the filters, with what the later steps need. */
export interface SievedRow {
  /** The row, normalised; there until the next row is judged. */
  readonly line: Line;
  readonly sourceWords: number;
  readonly targetWords: number;
  /** Words that differ, see `WordDistance`. */
  readonly edits: number;
  /** Equal for duplicates, and for near ones where those are to go too; chooses the shard. */
  readonly print: Hash64;
  /** Differs between near duplicates. */
  readonly tag: number;
  /** 0 to below 1, from the key of the target: equal sentences fall on the same side of a split. */
  readonly place: number;
}

/** Keys of the sentences that must not be trained on. */
export interface HeldOut {
  readonly size: number;
  has(key: Hash64): boolean;
}

/** Where rows that were refused go; the line holds both sides normalised, and only during the call. */
export type Refused = (reason: RejectReason, line: Line) => void;

/**
 * Makes the step from raw rows to measured and filtered ones. Each row is judged alone: the result
 * does not depend on the others, on order or on where a large input was cut. Normalises the texts it
 * is given.
 */
export function createSieve(
  options: IngestOptions,
  evaluation: HeldOut,
): (source: Text, target: Text, refused: Refused) => SievedRow | undefined {
  const clean = options.format === "text";
  const near = options.duplicates === "near";
  const distance = new WordDistance();
  const printer = new PairPrinter();
  const lines = new LineWriter();
  return (source, target, refused) => {
    source.dropPrefix(options.prefix);
    source.normalise();
    target.normalise();
    if (!clean && source.length === 0) {
      refused("empty", lines.write(source, target));
      return undefined;
    }
    const shared = findShared(source, target);
    const { exact, near: likeness, sourceWords } = printer.print(source, target, shared);
    const targetPrint = printer.target;
    const measured = { source, target, shared, sourceWords, targetPrint };
    const verdict = judge(measured, options.filters, distance);
    if (typeof verdict === "string") {
      refused(verdict, lines.write(source, target));
      return undefined;
    }
    const key = targetPrint.key;
    if (
      evaluation.size > 0 &&
      (evaluation.has(key) || (!clean && evaluation.has(printer.keyOfSource(source))))
    ) {
      refused("evaluation_sentence", lines.write(source, target));
      return undefined;
    }
    return {
      line: lines.write(source, target),
      sourceWords,
      targetWords: targetPrint.words,
      edits: verdict,
      print: near ? likeness : exact,
      tag: exact.low,
      place: toFraction(key),
    };
  };
}
