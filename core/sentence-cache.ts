import { CancelledError } from "./errors.js";
import type { Rewrite, RewriteOptions, Rewriter } from "./ports.js";

/** About what an entry costs beside its text, in bytes: its place in the map, the objects around it. */
const ENTRY_BYTES = 400;
/** A token with its five fields. */
const TOKEN_BYTES = 120;
/** Bytes of a UTF-16 unit, and of another word with its probability. */
const UNIT_BYTES = 2;
const ALTERNATIVE_BYTES = 80;

interface Entry {
  readonly rewrite: Rewrite;
  readonly bytes: number;
}

/** What a cache did; read by metrics. */
export interface SentenceCacheStats {
  /** Sentences answered from it, and those that went on to the model. */
  readonly hits: number;
  readonly misses: number;
  /** What it holds now, about. */
  readonly bytes: number;
}

/**
 * Rewrites by sentence, so that a text sent again with one sentence changed costs one sentence.
 * Bounded in bytes; what was used longest ago goes first. In memory only.
 */
export class SentenceCache {
  readonly #maxBytes: number;
  /** In the order of use, oldest first. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;
  #hits = 0;
  #misses = 0;

  /** @param maxBytes about what it may hold; 0 keeps nothing. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get stats(): SentenceCacheStats {
    return { hits: this.#hits, misses: this.#misses, bytes: this.#bytes };
  }

  get(key: string): Rewrite | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      this.#misses++;
      return undefined;
    }
    this.#hits++;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.rewrite;
  }

  set(key: string, rewrite: Rewrite): void {
    const bytes = bytesOf(key, rewrite);
    this.#delete(key);
    if (bytes > this.#maxBytes) return;
    this.#entries.set(key, { rewrite, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#delete(oldest);
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #delete(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}

/**
 * The same rewriter, asked only for sentences that the cache lacks, and once for each that a call
 * holds several times. Answers belong to the model's version and the options they were made with.
 */
export function cachingRewriter(rewriter: Rewriter, cache: SentenceCache): Rewriter {
  return {
    info: rewriter.info,
    close: () => rewriter.close(),
    async rewrite(sentences, options, signal, onRewrite) {
      if (signal?.aborted) throw new CancelledError("The request was cancelled");
      const prefix = keyPrefix(rewriter, options);
      const results: Rewrite[] = [];
      const missing = new Map<string, number[]>();
      for (const [index, sentence] of sentences.entries()) {
        const places = missing.get(sentence);
        const known = places === undefined ? cache.get(prefix + sentence) : undefined;
        if (known !== undefined) {
          results[index] = known;
          onRewrite?.(index, known);
        } else if (places === undefined) missing.set(sentence, [index]);
        else places.push(index);
      }
      if (missing.size === 0) return results;
      const asked = Array.from(missing.keys());
      const take = (n: number, rewrite: Rewrite): void => {
        const sentence = asked[n] as string;
        for (const index of missing.get(sentence) ?? []) {
          if (results[index] !== undefined) continue;
          results[index] = rewrite;
          onRewrite?.(index, rewrite);
        }
        cache.set(prefix + sentence, rewrite);
      };
      const rewrites = await rewriter.rewrite(asked, options, signal, take);
      for (const [n, rewrite] of rewrites.entries()) {
        if (results[missing.get(asked[n] as string)?.[0] as number] === undefined) take(n, rewrite);
      }
      return results;
    },
  };
}

function keyPrefix({ info }: Rewriter, options: RewriteOptions): string {
  const { numBeams, alternatives, ownWords = [] } = options;
  return `${JSON.stringify([info.name, info.version, numBeams, alternatives, ownWords])} `;
}

function bytesOf(key: string, { text, tokens }: Rewrite): number {
  const others = tokens.reduce((sum, { alternatives }) => sum + alternatives.length, 0);
  return (
    ENTRY_BYTES +
    UNIT_BYTES * (key.length + text.length) +
    TOKEN_BYTES * tokens.length +
    ALTERNATIVE_BYTES * others
  );
}
