import { SourceAligner, startsWord } from "./align.js";
import type { DecodedSentence, DecoderModel, DecoderSource, ScoredToken } from "./decode.js";
import type { DecoderRow } from "./graph.js";

/** One next-best token that is tried in place of the one taken. */
interface Trial {
  readonly position: number;
  readonly token: ScoredToken;
  readonly row: DecoderRow;
}

/** Least log probability of a token that is worth a reader's look: one in a hundred. */
const MIN_LOG_PROB = Math.log(0.01);

/**
 * Keeps of the alternatives those that a reader can be offered: where the target changes the
 * source, likely enough, and only tokens after which the model begins a new word, so that no half
 * word is left.
 * One more call of encoder and decoder for all sentences together.
 */
export async function keepWholeWords(
  model: DecoderModel,
  sources: readonly DecoderSource[],
  decoded: readonly DecodedSentence[],
): Promise<DecodedSentence[]> {
  const trials = decoded.flatMap((target, sentence) =>
    trialsOf(model, sources[sentence] as DecoderSource, target, sentence),
  );
  const whole = new Set<ScoredToken>();
  if (trials.length > 0) {
    const encoded = await model.graph.encode(sources.map(({ source }) => source));
    const rows = trials.map(({ row }) => row);
    const output = await model.graph.decode(encoded, rows, 1);
    for (const [row, { token, position }] of trials.entries()) {
      const next = output.id(row, position + 1, 0);
      if (next === model.tokens.eos || startsWord(next, model.costs)) whole.add(token);
    }
  }
  return decoded.map((target) => ({
    ...target,
    tokens: target.tokens.map((token) => ({
      ...token,
      alternatives: token.alternatives.filter((other) => whole.has(other)),
    })),
  }));
}

function trialsOf(
  model: DecoderModel,
  source: DecoderSource,
  target: DecodedSentence,
  sentence: number,
): Trial[] {
  const aligner = new SourceAligner(source.copy, model.costs);
  const input = [model.tokens.decoderStart];
  return target.tokens.flatMap(({ id, alternatives }, position) => {
    const before = [...aligner.indices];
    const prefix = [...input];
    const copies = source.copy[aligner.index] === id;
    const found = copies
      ? []
      : alternatives
          .filter(({ logProb }) => logProb >= MIN_LOG_PROB)
          .map((token) => {
            aligner.push(token.id);
            const sourceIndex = [...before, aligner.index];
            aligner.truncate(position);
            const row = { source: sentence, input: [...prefix, token.id], sourceIndex };
            return { position, token, row };
          });
    aligner.push(id);
    input.push(id);
    return found;
  });
}
