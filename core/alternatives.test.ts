import { describe, expect, it } from "vitest";
import { keepWholeWords } from "./alternatives.js";
import type { DecodedSentence, DecoderModel } from "./decode.js";
import type { Seq2SeqGraph } from "./graph.js";

const EOS = 1;
/** Tokens from 10 on begin a word, 3 to 9 continue one. */
const costs = Uint8Array.from({ length: 30 }, (_, id) => (id >= 3 && id < 10 ? 1 : 4));

/** A graph that says `next` of the last token it is given. */
function graphOf(next: Readonly<Record<number, number>>) {
  const seen: { input: readonly number[]; sourceIndex: readonly number[] }[] = [];
  const graph: Seq2SeqGraph = {
    encode: async (sources) => ({ size: sources.length }),
    decode: async (_encoded, rows, topK) => {
      seen.push(...rows.map(({ input, sourceIndex }) => ({ input, sourceIndex })));
      const id = (row: number, position: number) => next[rows[row]?.input[position] ?? 0] ?? EOS;
      const length = (row: number) => rows[row]?.input.length ?? 0;
      const past = (_row: number, at: number) => ({ length: at });
      const keepLogProb = () => undefined;
      return { topK, length, id, likeliest: id, logProb: () => 0, keepLogProb, past };
    },
  };
  return { graph, seen };
}

const token = (id: number, ...others: number[]) => ({
  id,
  logProb: -0.1,
  keepLogProb: undefined,
  alternatives: others.map((other) => ({ id: other, logProb: -2 })),
});

function sentenceOf(tokens: DecodedSentence["tokens"]): DecodedSentence {
  return { tokens, endLogProb: 0, endKeepLogProb: undefined, stop: "end", decoderCalls: 1 };
}

async function kept(next: Readonly<Record<number, number>>, target: DecodedSentence["tokens"]) {
  const { graph, seen } = graphOf(next);
  const tokens = { pad: 0, eos: EOS, decoderStart: 0 };
  const model: DecoderModel = { graph, tokens, vocabulary: [], costs, maxTargetTokens: 50 };
  const copy = [10, 11, 12, EOS];
  const [result] = await keepWholeWords(model, [{ source: copy, copy }], [sentenceOf(target)]);
  const ids = result?.tokens.map(({ alternatives }) => alternatives.map(({ id }) => id));
  return { ids, seen };
}

describe("keepWholeWords", () => {
  it("keeps a token after which a word begins or the text ends", async () => {
    const { ids } = await kept({ 20: 12, 21: 5, 22: EOS }, [
      token(10),
      token(19, 20, 21, 22),
      token(12),
    ]);
    expect(ids).toEqual([[], [20, 22], []]);
  });

  it("tries nothing where the source is copied", async () => {
    const { ids, seen } = await kept({}, [token(10, 20), token(11, 21), token(12, 22)]);
    expect(ids).toEqual([[], [], []]);
    expect(seen).toEqual([]);
  });

  it("tries nothing that the model holds for less likely than one in a hundred", async () => {
    const unlikely = { id: 21, logProb: Math.log(0.009) };
    const likely = { id: 22, logProb: Math.log(0.011) };
    const { ids } = await kept({ 21: 12, 22: 12 }, [
      token(10),
      { id: 20, logProb: -0.1, keepLogProb: undefined, alternatives: [likely, unlikely] },
      token(12),
    ]);
    expect(ids).toEqual([[], [22], []]);
  });

  it("shows the decoder the target so far with the token in its place", async () => {
    const { seen } = await kept({}, [token(10), token(19, 20), token(12)]);
    expect(seen).toEqual([{ input: [0, 10, 20], sourceIndex: [0, 1, 2] }]);
  });
});
