import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type DecodedSentence, type DecoderSource, decodeGreedy } from "../../core/decode.js";
import type { DecoderRow, Seq2SeqGraph } from "../../core/graph.js";
import type { RewriteEngine } from "../../core/rewrite.js";
import { packagePath } from "../local/package-root.js";
import { loadEngine } from "./engine.js";
import { readModelVersion } from "./model-version.js";

/** How much the graph was asked, whatever the clock says. */
interface Work {
  readonly decoded: readonly DecodedSentence[];
  readonly calls: number;
  /** Positions that went through the decoder. */
  readonly positions: number;
  /** Of these, how many were projected to the vocabulary, most of a call's time. */
  readonly projected: number;
}

/** The same sums, in another order for each number of positions that a call takes. */
const TOLERANCE = 1e-4;

describe("the work of decoding with the embedded model", () => {
  let engine: RewriteEngine;
  let greedy: Work;
  let aggressive: Work;

  beforeAll(async () => {
    const dir = packagePath("models/embedded");
    engine = await loadEngine(dir, await readModelVersion(dir), 1);
    const lines = readFileSync(packagePath("core/testdata/regressions.jsonl"), "utf8").trim();
    const sources = lines
      .split("\n")
      .map((line) => engine.tokenizer.encode((JSON.parse(line) as { source: string }).source));
    greedy = await measure(engine, sources, "greedy");
    aggressive = await measure(engine, sources, "aggressive");
  });

  it("gives the same tokens and probabilities as one token at a time", () => {
    const ids = ({ decoded }: Work) =>
      decoded.map(({ tokens, stop }) => [stop, ...tokens.map(({ id }) => id)]);
    expect(ids(aggressive)).toEqual(ids(greedy));
    const logProbs = ({ decoded }: Work) =>
      decoded.flatMap(({ tokens, endLogProb }) => [
        ...tokens.map(({ logProb }) => logProb),
        endLogProb,
      ]);
    const [a, b] = [logProbs(aggressive), logProbs(greedy)];
    expect(Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))))).toBeLessThan(
      TOLERANCE,
    );
  });

  it("reads each token once when greedy: what is past is kept", () => {
    expect(greedy.positions).toBe(greedy.calls);
  });

  it("takes a fraction of the calls, and little beyond one position a token", () => {
    const tokens = greedy.calls;
    const sentences = aggressive.decoded.length;
    const share = aggressive.calls / tokens;
    console.log(
      `${sentences} sentences, ${tokens} tokens: ${(aggressive.calls / sentences).toFixed(2)} calls a sentence ` +
        `(greedy ${(tokens / sentences).toFixed(1)}), ${(aggressive.positions / tokens).toFixed(2)} positions a token, ` +
        `${(aggressive.projected / tokens).toFixed(2)} of them projected`,
    );
    // Every one of these sentences has a mistake, and most are short.
    expect(share).toBeLessThan(0.32);
    expect(aggressive.calls / sentences).toBeLessThan(2.7);
    expect(aggressive.positions / tokens).toBeLessThan(2.2);
    expect(aggressive.projected / tokens).toBeLessThan(1.4);
  });
});

async function measure(
  { model }: RewriteEngine,
  sources: readonly DecoderSource[],
  strategy: "greedy" | "aggressive",
): Promise<Work> {
  let calls = 0;
  let positions = 0;
  let projected = 0;
  const graph: Seq2SeqGraph = {
    encode: (batch) => model.graph.encode(batch),
    decode: async (encoded, rows: readonly DecoderRow[], topK) => {
      const output = await model.graph.decode(encoded, rows, topK);
      calls++;
      for (const [row, { input, past }] of rows.entries()) {
        for (let position = past?.length ?? 0; position < input.length; position++) {
          positions++;
          if (output.likeliest(row, position) !== undefined) projected++;
        }
      }
      return output;
    },
  };
  const decoded: DecodedSentence[] = [];
  for (const source of sources) {
    const options = { strategy, alternatives: 0 };
    decoded.push(...(await decodeGreedy({ ...model, graph }, [source], options)));
  }
  return { decoded, calls, positions, projected };
}
