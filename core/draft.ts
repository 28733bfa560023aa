/** What a drafter must know of the tokens beside their ids. */
export interface DraftTokens {
  readonly eos: number;
  /** Each token as the vocabulary spells it. */
  readonly vocabulary: readonly string[];
}

/** How far ahead a token is looked for in the source: as the first one that is not copied, or a later one. */
const REACH = { first: 2, later: 4 };
/** How far back, among tokens that were passed over. */
const REACH_BACK = 3;
/** So many tokens in a row that are not copied are insertions; one more replaces a word. */
const MAX_INSERTED = 3;
/**
 * As many first letters make two words forms of one, if they have so many. Fewer do for a word that the
 * vocabulary holds in pieces only: it is often misspelt.
 */
const COMMON_LETTERS = { whole: 2, inPieces: 1 };
/** A draft is at most this much longer than what is left of the source. */
const MAX_LONGER = 8;

/** How byte-level BPE and SentencePiece write the space before a word. */
const SPACE = /^[\u0120\u2581]/;

const LETTER = /[a-z0-9]/;

/** Where a target stands in the source. */
interface Place {
  /** The source token that comes next if the text is copied on. */
  readonly index: number;
  /** Tokens written since the last that was copied or that replaced a word. */
  readonly inserted: number;
  /** Source tokens before this one are not looked for: a copied one, or one before it. */
  readonly copied: number;
}

/** Tokens to verify, and the end token where the draft goes to the end of the sentence. */
export interface Draft {
  readonly tokens: readonly number[];
  readonly end: number | undefined;
}

/**
 * Drafts of a target: the rest of the source, with the edits that the model is expected to make. Where the
 * model read an earlier draft and would have written another token, that token is kept for the place in the source
 * where it would have, and is drafted there: what is predicted behind a token that was rejected is mostly right all
 * the same (Jacobi decoding: Santilli et al. 2023, arXiv 2305.10427; lookahead decoding: Fu et al. 2024,
 * arXiv 2402.02057). Whether such a token is inserted, replaces a word or skips some is guessed from
 * the source and from how words are spelt.
 */
export class Drafter {
  readonly #source: readonly number[];
  readonly #tokens: DraftTokens;
  /** By place (`keyOf`), the token that the model is expected to write there instead of the source's. */
  readonly #expected = new Map<number, number>();
  #place: Place = { index: 0, inserted: 0, copied: 0 };
  /** Places before each token of the last draft, and the one behind it. */
  #places: Place[] = [this.#place];

  /** @param source token ids of the sentence, the end token last. */
  constructor(source: readonly number[], tokens: DraftTokens) {
    this.#source = source;
    this.#tokens = tokens;
  }

  /** What may come after the tokens accepted so far, at most `room` tokens. */
  draft(room: number): Draft {
    const { eos } = this.#tokens;
    const length = Math.min(room, this.#source.length - this.#place.index + MAX_LONGER);
    const tokens: number[] = [];
    let place = this.#place;
    this.#places = [place];
    while (tokens.length < length) {
      const token = this.#expected.get(keyOf(place)) ?? (this.#source[place.index] as number);
      if (token === eos) return { tokens, end: eos };
      tokens.push(token);
      place = this.#after(place, token);
      this.#places.push(place);
    }
    return { tokens, end: undefined };
  }

  /** The model would write `token` after `count` tokens of the last draft. */
  expect(count: number, token: number): void {
    const place = this.#places[count] as Place;
    if (token === this.#source[place.index]) this.#expected.delete(keyOf(place));
    else this.#expected.set(keyOf(place), token);
  }

  /** The first `count` tokens of the last draft are written, and `token` after them. */
  accept(count: number, token: number): void {
    this.#place = this.#after(this.#places[count] as Place, token);
    this.#places = [this.#place];
  }

  /** The place after one more token: behind the same token near by in the source if there is one. */
  #after(place: Place, token: number): Place {
    const found = this.#find(place, token);
    if (found !== undefined) return { index: found + 1, inserted: 0, copied: found + 1 };
    const { index, inserted, copied } = place;
    const isNew = this.#beginsWord(token);
    const end = this.#wordEnd(index);
    const isInside = index < end && !this.#beginsWord(this.#source[index] as number);
    if (isInside && isNew) return this.#after({ index: end, inserted: 0, copied }, token);
    const replaces = isInside || inserted >= MAX_INSERTED || (isNew && this.#isAlike(index, token));
    return replaces && index < end
      ? { index: end, inserted: 0, copied }
      : { index, inserted: inserted + 1, copied };
  }

  #find({ index, inserted, copied }: Place, token: number): number | undefined {
    const last = this.#source.length - 1;
    const reach = inserted === 0 ? REACH.first : REACH.later;
    for (let at = index; at < last && at <= index + reach; at++) {
      if (this.#source[at] === token) return at;
    }
    for (let at = index - 1; at >= copied && at >= index - REACH_BACK; at--) {
      if (this.#source[at] === token) return at;
    }
    return undefined;
  }

  /** Index behind the word that the token at `index` belongs to; at the end of the source, that. */
  #wordEnd(index: number): number {
    const last = this.#source.length - 1;
    let end = Math.min(index + 1, last);
    while (end < last && !this.#beginsWord(this.#source[end] as number)) end++;
    return end;
  }

  /** True where the word at `index` may be another form of the one that `token` begins. */
  #isAlike(index: number, token: number): boolean {
    const word = this.#source.slice(index, this.#wordEnd(index)).map((id) => this.#letters(id));
    const { whole, inPieces } = COMMON_LETTERS;
    return areAlike(word.join(""), this.#letters(token), word.length === 1 ? whole : inPieces);
  }

  #letters(token: number): string {
    return this.#spelling(token).replace(SPACE, "").toLowerCase();
  }

  /** True of all that is no letter or digit, and of those with a space before. */
  #beginsWord(token: number): boolean {
    const spelling = this.#spelling(token);
    return SPACE.test(spelling) || !/^[A-Za-z0-9\u0080-\uffff]/.test(spelling);
  }

  #spelling(token: number): string {
    return this.#tokens.vocabulary[token] ?? "";
  }
}

/** Differs where `index` or `inserted` does: `inserted` is larger than the most at the end of the source only. */
function keyOf({ index, inserted }: Place): number {
  return index * (MAX_INSERTED + 1) + inserted;
}

/** True where two words begin with the same `count` letters, or neither has any. */
function areAlike(a: string, b: string, count: number): boolean {
  if (!LETTER.test(a)) return !LETTER.test(b);
  const letters = Math.min(count, a.length, b.length);
  return letters > 0 && a.slice(0, letters) === b.slice(0, letters);
}
