import { decodeHTML } from "entities";
import type { AnnotationPart } from "../languagetool/annotated.js";
import { type Event, markdownEvents } from "./markdown-events.js";
import { PartsBuilder, reading } from "./parts.js";

type Token = Event[1];

/** Tokens that hold running text: what lies outside them is mark-up, code or data. */
const PROSE = new Set([
  "paragraph",
  "atxHeadingText",
  "setextHeadingText",
  "tableData",
  "tableHeader",
]);

/** Tokens within running text that no edit may enter, and what each reads as. */
const OPAQUE: Readonly<Record<string, (source: string) => string>> = {
  codeText: (source) => reading(source.replace(/^`+|`+$/g, "")),
  mathText: () => "X",
  image: () => "",
  autolink: (source) => reading(source.slice(1, -1)),
  literalAutolink: reading,
  htmlText: (source) => (/^<br\b/i.test(source) ? "\n" : ""),
  definition: () => "",
  resource: () => "",
  reference: () => "",
  gfmFootnoteCall: () => "",
  taskListCheck: () => "",
};

/** Quotations and lists within one another cost the parser time that grows with the square of their depth. */
const DEEP = /^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])){100}/m;

/** So do emphasis marks within one paragraph; each cell of a table is parsed on its own. */
const MAX_MARKS = 250;
const MAX_MARKS_IN_TABLE = 500;
const TABLE = /^[^\n]*\n[ \t>]*\|?[ \t]*:?-[ \t:|-]*(?:\r?\n|$)/;

/**
 * Markdown (CommonMark, GitHub's tables, footnotes, strikethrough and bare links, TeX maths, front
 * matter) in parts. Edits may be made to the words of paragraphs, headings, list items and table
 * cells, those of inline links included; code, maths, HTML, addresses, images and link keys are
 * mark-up. A text that would take the parser very long is left alone as a whole.
 * @param turn is waited for between two stretches of work.
 * @throws what `turn` throws.
 */
export async function markdownParts(
  source: string,
  turn: () => Promise<void>,
): Promise<readonly AnnotationPart[]> {
  const builder = new PartsBuilder(source);
  if (isTangled(source)) return builder.finish();
  // The parser takes a byte order mark away without counting it.
  const base = source.startsWith("\ufeff") ? 1 : 0;
  for await (const events of markdownEvents(source.slice(base), turn)) {
    addBlocks(builder, source, base, events);
  }
  return builder.finish();
}

/** Cuts whole blocks, whose tokens count from `base` on. */
function addBlocks(
  builder: PartsBuilder,
  source: string,
  base: number,
  events: readonly Event[],
): void {
  let isProse = false;
  let isHardBreak = false;
  for (let i = 0; i < events.length; i++) {
    const [kind, token] = events[i] as Event;
    const start = base + token.start.offset;
    const end = base + token.end.offset;
    if (PROSE.has(token.type)) {
      if (kind === "enter") builder.break(start);
      isProse = kind === "enter";
      continue;
    }
    if (kind === "exit" || !isProse) continue;
    const read = opaqueReading(source.slice(start, end), token, events, i);
    if (read !== undefined) {
      builder.markup(start);
      builder.markup(end, read);
      i = exitOf(events, i);
    } else if (token.type === "mathText") {
      // Sums of money, not maths.
      builder.text(start, end);
      i = exitOf(events, i);
    } else if (token.type === "data") {
      builder.text(start, end);
    } else if (token.type === "characterEscape") {
      builder.markup(start);
      builder.markup(end, source.slice(start + 1, end));
    } else if (token.type === "characterReference") {
      builder.markup(start);
      builder.markup(end, decodeHTML(source.slice(start, end)));
    } else if (token.type.startsWith("hardBreak")) {
      isHardBreak = true;
    } else if (token.type === "lineEnding") {
      builder.markup(end, isHardBreak ? "\n" : " ");
      isHardBreak = false;
    }
  }
}

function isTangled(source: string): boolean {
  const isOver = (paragraph: string) =>
    (paragraph.match(/[*_~]+/g)?.length ?? 0) >
    (TABLE.test(paragraph) ? MAX_MARKS_IN_TABLE : MAX_MARKS);
  return DEEP.test(source) || source.split(/\n[ \t]*\r?\n/).some(isOver);
}

/** What a token reads as whose inside is not prose; undefined where it is. */
function opaqueReading(
  source: string,
  token: Token,
  events: readonly Event[],
  at: number,
): string | undefined {
  // The words of [such a link] are the key that its address is found by.
  if (token.type === "link")
    return isKeyed(events, at) ? reading(source.slice(1, source.indexOf("]"))) : undefined;
  if (token.type === "mathText" && isMoney(source)) return undefined;
  return OPAQUE[token.type]?.(source);
}

function isKeyed(events: readonly Event[], at: number): boolean {
  const inside = events.slice(at, exitOf(events, at));
  return !inside.some(([, { type }]) => type === "resource" || type === "referenceString");
}

/** GitHub's rule: "$5 and $6" is no maths, since a digit follows or a space precedes the second sign. */
function isMoney(source: string): boolean {
  return /^\$\s|\s\$$|^\$\d[\d.,]*[^\\^_{}=]*\$$/.test(source) && !/[*_`[\]<>&\\~|]/.test(source);
}

/** Index of the event that ends the token begun at `at`. */
function exitOf(events: readonly Event[], at: number): number {
  const token = (events[at] as Event)[1];
  let i = at + 1;
  while (i < events.length && (events[i] as Event)[1] !== token) i++;
  return i;
}
