import type { OwnWords } from "../core/own-words.js";
import { DEFAULT_DICTIONARY } from "../core/word-lists.js";
import { describeFailure } from "./failure.js";
import type { Exchange } from "./router.js";

/**
 * What is right for the caller of a request: the deployment's words and the caller's own. While the
 * store cannot be read the caller's are left out: a correction too many is better than none.
 * @param dictionaries of the caller.
 */
export async function ownWordsFor(
  { context, caller }: Exchange,
  dictionaries: readonly string[] = [DEFAULT_DICTIONARY],
): Promise<readonly OwnWords[]> {
  const { commonWords, log } = context;
  try {
    const own = await (await context.wordLists())?.ownWords(caller, dictionaries);
    return own ? [commonWords, own] : [commonWords];
  } catch (error) {
    log.warn(describeFailure(error), "own words not read");
    return [commonWords];
  }
}
