import { applyEdits } from "./edits.js";
import { isSpelling } from "./kind.js";
import { nextTurn, nextTurnUnlessStopped } from "./next-turn.js";
import { type NormalisedText, normalise } from "./normalise.js";
import { foldCase, OwnWords } from "./own-words.js";
import type { Rewriter } from "./ports.js";
import { isProse } from "./prose.js";
import { overlapping, protectedSpans } from "./protect.js";
import { Rewriting } from "./rewriting.js";
import { reachesBar } from "./sentence-bar.js";
import { type Edit, type JudgedEdit, sentenceEdits } from "./sentence-edits.js";
import { splitSentences } from "./sentences.js";
import { type Span, shift } from "./span.js";
import type { Variant } from "./variants/words.js";

export type { Edit } from "./sentence-edits.js";

/** What a caller may ask for; see `correctOptionsSchema` for the limits. */
export interface CorrectOptions {
  /** Edits below this confidence (0..1) are dropped. Default: the model's own thresholds, of edits and of sentences. */
  readonly minConfidence?: number | undefined;
  /** Beams of the search, minimum 1. Default 1: greedy. */
  readonly numBeams?: number | undefined;
  /** Other replacements listed per edit, minimum 0. Default 0. */
  readonly alternatives?: number | undefined;
  /** How new words are spelt, and towards what others may be. Default: as the writer has it. */
  readonly variant?: Variant | undefined;
  /** Words and phrases no edit may touch, in any case; words in their regular forms too. */
  readonly ignoreWords?: readonly string[] | undefined;
  /** More of them, from lists that serve many texts. */
  readonly ownWords?: readonly OwnWords[] | undefined;
  /** Spans of the text no edit may touch. */
  readonly protect?: readonly Span[] | undefined;
}

export interface CorrectDeps {
  readonly rewriter: Rewriter;
}

/** A sentence of the text after correction; edits are in units of the whole text. */
export interface SentenceCorrection extends Span {
  readonly corrected: string;
  readonly edits: readonly Edit[];
}

/** The same with what its edits were judged by. */
export interface JudgedCorrection extends SentenceCorrection {
  readonly edits: readonly JudgedEdit[];
}

export interface Correction {
  readonly corrected: string;
  readonly edits: readonly Edit[];
}

/**
 * Corrects a text. `applyEdits(text, edits) === corrected`.
 * @throws UnavailableError, CancelledError as the rewriter does.
 */
export async function correctText(
  text: string,
  options: CorrectOptions,
  deps: CorrectDeps,
  signal?: AbortSignal,
): Promise<Correction> {
  const edits: Edit[] = [];
  for await (const sentence of correctStream(text, options, deps, signal)) {
    edits.push(...sentence.edits);
  }
  return { corrected: applyEdits(text, edits), edits };
}

/**
 * The sentences of a text, corrected, in the text's order, each as soon as it is ready. Ending
 * the iteration early cancels the rest.
 * @throws UnavailableError, CancelledError as the rewriter does.
 */
export async function* correctStream(
  text: string,
  options: CorrectOptions,
  deps: CorrectDeps,
  signal?: AbortSignal,
): AsyncGenerator<SentenceCorrection> {
  for await (const sentence of judgedStream(text, options, deps, signal)) {
    yield { ...sentence, edits: sentence.edits.map(({ evidence: _, ...edit }) => edit) };
  }
}

/**
 * `correctStream` with what the edits were judged by, for choosing a model's thresholds.
 * @throws UnavailableError, CancelledError as the rewriter does.
 */
export async function* judgedStream(
  text: string,
  options: CorrectOptions,
  { rewriter }: CorrectDeps,
  signal?: AbortSignal,
): AsyncGenerator<JudgedCorrection> {
  const own = ownSpans(text, options);
  await nextTurnUnlessStopped(signal);
  const covered = protectedSpans(text, [...own, ...(options.protect ?? [])]);
  await nextTurnUnlessStopped(signal);
  const sentences = new Sentences(text, splitSentences(text), covered);
  await nextTurnUnlessStopped(signal);
  const { info } = rewriter;
  const minConfidence = options.minConfidence ?? info.minConfidence;
  // A caller's threshold is one of edits: no sentence is judged then.
  const isJudged = options.minConfidence === undefined;
  const minSentenceConfidence = isJudged ? info.minSentenceConfidence : 0;
  const minSpellingConfidence = isJudged
    ? (info.minSpellingConfidence ?? minSentenceConfidence)
    : 0;
  const alternatives = options.alternatives ?? 0;

  const left = new AbortController();
  const rewrites = new Rewriting(
    rewriter,
    sentences.inputs(),
    { numBeams: options.numBeams ?? 1, alternatives, ownWords: ownTokens(text, own) },
    signal ? AbortSignal.any([signal, left.signal]) : left.signal,
  );
  try {
    let next = 0;
    for (const [place, { span, input }] of sentences.entries()) {
      if (place % SENTENCES_A_TURN === 0) await nextTurn();
      const original = text.slice(span.start, span.end);
      const rewrite = input && (await rewrites.take(next++));
      const found = rewrite ? sentenceEdits(original, input, rewrite, options.variant) : [];
      const measured = found.map(({ type, evidence }) => ({
        evidence,
        bar: isSpelling(type) ? minSpellingConfidence : minSentenceConfidence,
      }));
      const isMisspelt = (rewrite?.misspelt ?? 0) >= minSpellingConfidence;
      const edits = isMisspelt || reachesBar(measured) ? found : [];
      const kept = edits
        .map((edit) => ({
          ...edit,
          ...shift(edit, span.start),
          alternatives: edit.alternatives.slice(0, alternatives),
        }))
        .filter(
          (edit) => edit.confidence >= minConfidence && overlapping(covered, edit).length === 0,
        );
      const local = kept.map((edit) => ({ ...edit, ...shift(edit, -span.start) }));
      yield { ...span, corrected: applyEdits(original, local), edits: kept };
    }
  } finally {
    left.abort(ENDED);
  }
}

function ownSpans(text: string, { ignoreWords = [], ownWords = [] }: CorrectOptions): Span[] {
  return [new OwnWords(ignoreWords), ...ownWords].flatMap((words) => [...words.spans(text)]);
}

/** The words in own spans, as the rewriter is told of them: each once, sorted. */
function ownTokens(text: string, spans: readonly Span[]): string[] {
  const tokens = spans.flatMap(({ start, end }) => foldCase(text.slice(start, end)).split(/\s+/));
  return [...new Set(tokens)].toSorted();
}

/** Sentences whose edits are made in one go: a millisecond or two of work. */
const SENTENCES_A_TURN = 4;

/** Ends what is left of a call; given as the reason, since the default one costs a stack trace. */
const ENDED = "ended";

interface Sentence {
  readonly span: Span;
  /** What the model is shown; undefined where it is to be shown nothing. */
  readonly input: NormalisedText | undefined;
}

/** The sentences of a text, each judged when it is first needed: long texts have thousands. */
class Sentences {
  readonly #text: string;
  readonly #spans: readonly Span[];
  readonly #covered: readonly Span[];
  readonly #known = new Map<number, Sentence>();

  constructor(text: string, spans: readonly Span[], covered: readonly Span[]) {
    this.#text = text;
    this.#spans = spans;
    this.#covered = covered;
  }

  /** All sentences with their places, in order; each is forgotten once it is given. */
  *entries(): Generator<readonly [number, Sentence]> {
    for (const index of this.#spans.keys()) {
      const sentence = this.#at(index);
      this.#known.delete(index);
      yield [index, sentence];
    }
  }

  /** What the model is to be shown, in order. */
  *inputs(): Generator<string> {
    for (const index of this.#spans.keys()) {
      const { input } = this.#at(index);
      if (input) yield input.text;
    }
  }

  #at(index: number): Sentence {
    const known = this.#known.get(index) ?? this.#read(this.#spans[index] as Span);
    this.#known.set(index, known);
    return known;
  }

  #read(span: Span): Sentence {
    const sentence = this.#text.slice(span.start, span.end);
    const inside = overlapping(this.#covered, span).map((cover) => shift(cover, -span.start));
    return { span, input: isProse(sentence, inside) ? normalise(sentence) : undefined };
  }
}
