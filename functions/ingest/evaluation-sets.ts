import { createHash } from "node:crypto";
import { type Hash64, printSentence } from "../../core/ingest/hash.js";
import { Text } from "../../core/ingest/text.js";
import type { ObjectStore } from "../../core/object-store.js";
import { decompress } from "./decompress.js";
import type { IngestLimits } from "./deps.js";

/** Where the operator keeps sentences that must never be trained on. */
export const EVALUATION_FOLDER = "evaluation/";

/** Keys of the sentences that must not be trained on. */
export interface EvaluationKeys {
  readonly size: number;
  /** sha256 over the keys, sorted: the same sentences give the same digest. */
  readonly sha256: string;
  has(key: Hash64): boolean;
}

/**
 * Every line, and every tab-separated column, of every file in the evaluation folder; of M2 files
 * the sentences.
 */
export async function loadEvaluationKeys(
  store: ObjectStore,
  limits: IngestLimits,
): Promise<EvaluationKeys> {
  const keys = new Set<string>();
  for await (const { path } of store.list(EVALUATION_FOLDER)) {
    let rest = "";
    const take = (line: string) => {
      for (const part of line.replace(/^S /, "").split("\t")) {
        const print = printSentence(Text.of(part.normalize("NFC")));
        if (print.words > 0) keys.add(toText(print.key));
      }
    };
    const decoder = new TextDecoder();
    for await (const chunk of decompress(store.read(path), limits)) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines) take(line);
    }
    take(rest + decoder.decode());
  }
  const hash = createHash("sha256");
  for (const key of [...keys].sort()) hash.update(`${key}\n`);
  return { size: keys.size, sha256: hash.digest("hex"), has: (key) => keys.has(toText(key)) };
}

function toText(key: Hash64): string {
  return String.fromCharCode(key.high >>> 16, key.high & 0xffff, key.low >>> 16, key.low & 0xffff);
}
