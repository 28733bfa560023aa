import * as z from "zod";
import { UnprocessableError } from "./errors.js";
import { type ObjectStore, PreconditionFailedError } from "./object-store.js";
import { OwnWords } from "./own-words.js";
import { readJson, type Stored, writeJson } from "./stored-json.js";

/** Name of the dictionary that is meant where none is named. */
export const DEFAULT_DICTIONARY = "default";

/** Words of one owner, all dictionaries together. */
export const MAX_WORDS = 10_000;

/** How long words are taken to be as they were read; changes made here count at once. */
const FRESH_MS = 10_000;

/** Tries to write between others who write the same list. */
const MAX_ATTEMPTS = 50;

const listsSchema = z.object({
  schema: z.literal(1),
  dictionaries: z.record(z.string(), z.array(z.string())),
});

type Lists = z.infer<typeof listsSchema>;

const NO_LISTS: Lists = { schema: 1, dictionaries: {} };

interface Remembered {
  readonly atMs: number;
  readonly lists: Promise<Lists>;
  readonly compiled: Map<string, OwnWords>;
}

/**
 * Own words by owner and dictionary, in an object store: `words/keys/<owner>.json`, or
 * `words/everyone.json` for an instance that tells its callers not apart. Several instances may
 * change one list at the same time: no change is lost.
 */
export class WordLists {
  readonly #store: ObjectStore;
  readonly #nowMs: () => number;
  readonly #remembered = new Map<string, Remembered>();

  /** @param nowMs A clock that never goes back. */
  constructor(store: ObjectStore, nowMs: () => number = () => performance.now()) {
    this.#store = store;
    this.#nowMs = nowMs;
  }

  /** Words of some dictionaries, each once, sorted. */
  async words(owner: string | undefined, dictionaries: readonly string[]): Promise<string[]> {
    return pick((await this.#read(owner))?.value ?? NO_LISTS, dictionaries);
  }

  /**
   * False when the word was there already.
   * @throws UnprocessableError when the owner has `MAX_WORDS`.
   */
  add(owner: string | undefined, dictionary: string, word: string): Promise<boolean> {
    return this.#change(owner, dictionary, (words, count) => {
      if (words.includes(word)) return undefined;
      if (count >= MAX_WORDS) {
        throw new UnprocessableError(
          `Expected at most ${MAX_WORDS} words, got one more; delete some first`,
        );
      }
      return [...words, word].toSorted();
    });
  }

  /** False when the word was not there. */
  delete(owner: string | undefined, dictionary: string, word: string): Promise<boolean> {
    return this.#change(owner, dictionary, (words) =>
      words.includes(word) ? words.filter((other) => other !== word) : undefined,
    );
  }

  /** The words to look for in a text, at most `FRESH_MS` old. */
  async ownWords(owner: string | undefined, dictionaries: readonly string[]): Promise<OwnWords> {
    const path = pathOf(owner);
    let remembered = this.#remembered.get(path);
    if (!remembered || this.#nowMs() - remembered.atMs >= FRESH_MS) {
      const lists = this.#read(owner).then((stored) => stored?.value ?? NO_LISTS);
      remembered = { atMs: this.#nowMs(), lists, compiled: new Map() };
      this.#remembered.set(path, remembered);
      lists.catch(() => this.#remembered.delete(path));
    }
    const { lists, compiled } = remembered;
    const key = JSON.stringify(dictionaries);
    const known = compiled.get(key) ?? new OwnWords(pick(await lists, dictionaries));
    compiled.set(key, known);
    return known;
  }

  #read(owner: string | undefined): Promise<Stored<Lists> | undefined> {
    return readJson(this.#store, pathOf(owner), listsSchema);
  }

  /** Carries out a change of one dictionary, again on what others wrote meanwhile. */
  async #change(
    owner: string | undefined,
    dictionary: string,
    change: (words: readonly string[], count: number) => string[] | undefined,
  ): Promise<boolean> {
    const path = pathOf(owner);
    for (let attempt = 1; ; attempt++) {
      const stored = await this.#read(owner);
      const { dictionaries } = stored?.value ?? NO_LISTS;
      const count = Object.values(dictionaries).reduce((sum, words) => sum + words.length, 0);
      const words = change(wordsOf(dictionaries, dictionary), count);
      if (words === undefined) return false;
      const { [dictionary]: _old, ...others } = dictionaries;
      const changed = words.length > 0 ? { ...others, [dictionary]: words } : others;
      try {
        const ifGeneration = stored?.generation ?? "absent";
        await writeJson(this.#store, path, { schema: 1, dictionaries: changed }, { ifGeneration });
        this.#remembered.delete(path);
        return true;
      } catch (error) {
        if (!(error instanceof PreconditionFailedError) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }
}

function pathOf(owner: string | undefined): string {
  return owner === undefined ? "words/everyone.json" : `words/keys/${owner}.json`;
}

function pick({ dictionaries }: Lists, names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => wordsOf(dictionaries, name)))].toSorted();
}

/** Names such as "constructor" are no dictionaries unless somebody made one. */
function wordsOf(dictionaries: Lists["dictionaries"], name: string): readonly string[] {
  return (Object.hasOwn(dictionaries, name) && dictionaries[name]) || [];
}
