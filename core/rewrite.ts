import { keepWholeWords } from "./alternatives.js";
import { decodeBeam } from "./beam.js";
import {
  type DecodedSentence,
  type DecoderModel,
  type DecoderSource,
  decodeGreedy,
} from "./decode.js";
import { splitToFit } from "./pieces.js";
import type { Rewrite, RewriteOptions, RewriteToken } from "./ports.js";
import { type Span, shift } from "./span.js";
import { carryRespellings } from "./spelling/carry.js";
import { doubtInventions } from "./spelling/doubt.js";
import type { Lexicon } from "./spelling/lexicon.js";
import { respell } from "./spelling/speller.js";
import type { EncodedSentence, SentenceTokenizer } from "./tokens.js";

/** All that one model needs to rewrite sentences. */
export interface RewriteEngine {
  readonly model: DecoderModel;
  readonly tokenizer: SentenceTokenizer;
  /** Most tokens the encoder reads at once, the end token included. */
  readonly maxSourceTokens: number;
  /** Right words that the speller corrects towards before the model reads; without it none does. */
  readonly lexicon?: Lexicon | undefined;
}

/**
 * Most padded source tokens in one call of the graph. More takes longer a sentence (a tenth with
 * 512: the activations leave the cache), and a call cannot be broken off.
 */
const MAX_BATCH_TOKENS = 96;

/** A stretch of a sentence that the model sees on its own. */
interface Piece extends Span {
  readonly sentence: number;
  readonly text: string;
  readonly encoded: EncodedSentence;
}

/**
 * Rewrites sentences: unknown words respelt, and the result rewritten by the model. Knows nothing
 * of edits.
 */
export async function rewriteSentences(
  engine: RewriteEngine,
  sentences: readonly string[],
  options: RewriteOptions,
): Promise<Rewrite[]> {
  const { lexicon } = engine;
  if (lexicon === undefined) return decodeSentences(engine, sentences, options);
  const ownWords = new Set(options.ownWords);
  const respelt = sentences.map((sentence) => respell(lexicon, sentence, ownWords));
  const texts = respelt.map(({ text }) => text);
  const rewrites = await decodeSentences(engine, texts, options);
  return respelt.map((sentence, i) => {
    const carried = carryRespellings(sentence, rewrites[i] as Rewrite, options.alternatives);
    return doubtInventions(lexicon, sentences[i] as string, carried);
  });
}

/**
 * Text to tokens, decoding in batches of like length, and back. A sentence longer than the model's
 * limit is decoded in pieces; what the tokens cannot write, and what the decoder gave up, stays.
 */
async function decodeSentences(
  engine: RewriteEngine,
  sentences: readonly string[],
  options: RewriteOptions,
): Promise<Rewrite[]> {
  const pieces = sentences.flatMap((text, sentence) => piecesOf(engine, text, sentence));
  const decoded = new Map<Piece, DecodedSentence>();
  for (const batch of batches(pieces)) {
    const sources = batch.map(({ encoded }) => encoded);
    const results = await decode(engine.model, sources, options);
    batch.forEach((piece, i) => {
      decoded.set(piece, results[i] as DecodedSentence);
    });
  }
  const bySentence: Piece[][] = sentences.map(() => []);
  for (const piece of pieces) bySentence[piece.sentence]?.push(piece);
  return sentences.map((text, i) => join(engine.tokenizer, text, bySentence[i] ?? [], decoded));
}

async function decode(
  model: DecoderModel,
  sources: readonly DecoderSource[],
  options: RewriteOptions,
): Promise<DecodedSentence[]> {
  const decoded =
    options.numBeams > 1
      ? await decodeBeam(model, sources, options)
      : await decodeGreedy(model, sources, { ...options, strategy: "aggressive" });
  return options.alternatives === 0 ? decoded : keepWholeWords(model, sources, decoded);
}

function piecesOf(engine: RewriteEngine, text: string, sentence: number): Piece[] {
  const { tokenizer, maxSourceTokens } = engine;
  const whole = tokenizer.encode(text);
  const overhead = whole.source.length - whole.copy.length + 1;
  const spans =
    whole.source.length <= maxSourceTokens
      ? [{ start: 0, end: text.length }]
      : splitToFit(text, maxSourceTokens - overhead, (word) => tokenizer.count(word));
  return spans
    .map(({ start, end }) => {
      const piece = text.slice(start, end);
      const encoded = spans.length === 1 ? whole : tokenizer.encode(piece);
      return { start, end, sentence, text: piece, encoded };
    })
    .filter(
      (piece) =>
        piece.encoded.source.length <= maxSourceTokens &&
        tokenizer.isLossless(piece.text, piece.encoded),
    );
}

/** Pieces of like length together, so that little of a batch is padding. */
function batches(pieces: readonly Piece[]): Piece[][] {
  const byLength = pieces.toSorted((a, b) => a.encoded.source.length - b.encoded.source.length);
  const result: Piece[][] = [];
  let batch: Piece[] = [];
  for (const piece of byLength) {
    if ((batch.length + 1) * piece.encoded.source.length > MAX_BATCH_TOKENS && batch.length > 0) {
      result.push(batch);
      batch = [];
    }
    batch.push(piece);
  }
  if (batch.length > 0) result.push(batch);
  return result;
}

function join(
  tokenizer: SentenceTokenizer,
  sentence: string,
  pieces: readonly Piece[],
  decoded: ReadonlyMap<Piece, DecodedSentence>,
): Rewrite {
  let text = "";
  let at = 0;
  const tokens: RewriteToken[] = [];
  const stats = { decoderCalls: 0, sourceTokens: 0, targetTokens: 0 };
  let end: Pick<Rewrite, "endLogProb" | "endKeepLogProb"> = { endLogProb: 0 };
  for (const piece of pieces) {
    const result = decoded.get(piece) as DecodedSentence;
    stats.decoderCalls += result.decoderCalls;
    stats.sourceTokens += piece.encoded.source.length;
    stats.targetTokens += result.tokens.length;
    const rewritten = toText(tokenizer, result);
    if (rewritten === undefined) continue;
    text += sentence.slice(at, piece.start);
    const tail = piece.end < sentence.length;
    const fitted = fitPiece(piece.text, rewritten.text, piece.start > 0, tail);
    for (const token of rewritten.tokens) {
      const span = { start: token.start, end: Math.min(token.end, fitted.length) };
      if (span.start <= span.end) tokens.push({ ...token, ...shift(span, text.length) });
    }
    text += fitted;
    at = piece.end;
    if (!tail) end = { endLogProb: result.endLogProb, endKeepLogProb: result.endKeepLogProb };
  }
  return { text: text + sentence.slice(at), tokens, ...end, stats };
}

/** The decoded text with its tokens; undefined where the sentence is to stay as it was. */
function toText(
  tokenizer: SentenceTokenizer,
  result: DecodedSentence,
): Pick<Rewrite, "text" | "tokens"> | undefined {
  if (result.stop !== "end") return undefined;
  const { text, spans } = tokenizer.decode(result.tokens.map(({ id }) => id));
  // Bytes that are no UTF-8: the model lost its way inside a character.
  if (text.includes("\ufffd")) return undefined;
  const tokens = result.tokens.map(({ logProb, keepLogProb, alternatives }, i) => ({
    ...(spans[i] as Span),
    logProb,
    keepLogProb,
    alternatives: alternatives.map((other) => ({
      text: tokenizer.tokenText(other.id),
      logProb: other.logProb,
    })),
  }));
  return { text, tokens };
}

/**
 * The model takes a piece for a sentence: takes back the capital it gives the first word of a
 * later piece and the full stop it sets after an earlier one.
 */
function fitPiece(source: string, target: string, later: boolean, earlier: boolean): string {
  let text = target;
  const first = source.charAt(0);
  if (later && text.charAt(0) !== first && text.charAt(0).toLowerCase() === first) {
    text = first + text.slice(1);
  }
  if (earlier && /[.!?]$/.test(text) && !/[.!?]$/.test(source)) text = text.slice(0, -1);
  return text;
}
