import { textBlocks } from "../core/blocks.js";
import type { OwnWords } from "../core/own-words.js";
import { overlapping, protectedSpans } from "../core/protect.js";
import { splitSentences } from "../core/sentences.js";
import { contains, type Span, shift } from "../core/span.js";

/** A sentence of the text, with its place. */
export interface Sentence extends Span {
  readonly text: string;
}

export interface Outline {
  /** Sentences that have anything to check, in order. */
  readonly sentences: readonly Sentence[];
  /** Spans of the text no suggestion may touch: code, addresses, names, the writer's own words. */
  readonly covered: readonly Span[];
}

/**
 * Takes texts apart into sentences, quickly where little changed since the last one: each block of
 * text is split again only when its words are new, and a text that did not change gives the outline
 * it gave before. Code over several lines is recognised in the whole text, since a sentence sent
 * alone does not show that it is code.
 */
export function createOutliner(): (text: string, ownWords: OwnWords) => Outline {
  let known = new Map<string, readonly Span[]>();
  let last: { text: string; ownWords: OwnWords; outline: Outline } | undefined;
  return (text, ownWords) => {
    if (last?.text === text && last.ownWords === ownWords) return last.outline;
    const seen = new Map<string, readonly Span[]>();
    const covered = protectedSpans(text, [...ownWords.spans(text)]);
    const sentences = textBlocks(text).flatMap((block) => {
      const content = text.slice(block.start, block.end);
      const spans = seen.get(content) ?? known.get(content) ?? splitSentences(content);
      seen.set(content, spans);
      return spans.map((span) => shift(span, block.start));
    });
    known = seen;
    const outline = {
      covered,
      sentences: sentences
        .filter((span) => !overlapping(covered, span).some((cover) => contains(cover, span)))
        .map((span) => ({ ...span, text: text.slice(span.start, span.end) })),
    };
    last = { text, ownWords, outline };
    return outline;
  };
}
