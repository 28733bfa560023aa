/** An edit with the words beside it; what `editKind` and `editMessage` judge by. */
export interface EditContext {
  readonly original: string;
  readonly replacement: string;
  /** Text of the sentence before the edit. */
  readonly before: string;
  /** Text of the sentence after the edit. */
  readonly after: string;
}

/** How far back words are looked for, in UTF-16 units. */
const REACH_UNITS = 80;

const WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'\u2019-]*/gu;

/** The words of a text as they are written, with their apostrophes and hyphens. */
export function writtenWords(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** The words of a text in lower case, with straight apostrophes. */
export function wordsOf(text: string): string[] {
  return writtenWords(text.toLowerCase().replaceAll("\u2019", "'"));
}

/** The words right before the edit, as they are written: none from beyond a mark of punctuation. */
export function clauseBefore({ before }: EditContext): string[] {
  return writtenWords(/[^.,;:!?()\u2013\u2014]*$/.exec(before.slice(-REACH_UNITS))?.[0] ?? "");
}

/** The words right after the edit, as they are written, up to the next mark of punctuation. */
export function clauseAfter({ after }: EditContext): string[] {
  return writtenWords(/^[^.,;:!?()\u2013\u2014]*/.exec(after.slice(0, REACH_UNITS))?.[0] ?? "");
}
