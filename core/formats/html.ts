import { decodeHTML } from "entities";
import { Parser } from "htmlparser2";
import type { AnnotationPart } from "../languagetool/annotated.js";
import { PartsBuilder, reading } from "./parts.js";

const set = (names: string): ReadonlySet<string> => new Set(names.split(/\s+/));

/** Elements within a line of text; all others begin and end a paragraph. */
const INLINE = set(
  `a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark q ruby s small span strike strong
  sub sup time tt u wbr img`,
);

/** Inline elements whose words are not prose; they read as they are. */
const OPAQUE = set("code kbd samp var tt math svg button input select object canvas");

/** Elements with nothing to correct. */
const SKIPPED = set(
  `script style pre textarea template noscript iframe head xmp listing plaintext audio video map option
  datalist progress meter`,
);

/** References such as `&amp;`, `&#39;` and the old ones without a semicolon; and white space. */
const PLACES = /&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z][A-Za-z\d]{1,31});?|\s+/g;

/**
 * HTML in parts. Edits may be made to text that a browser shows as such; tags, comments,
 * attributes, scripts, code and elements marked `translate="no"` or with another `lang` than
 * English are mark-up.
 */
export function htmlParts(source: string): readonly AnnotationPart[] {
  const builder = new PartsBuilder(source);
  /** Elements open inside one that is left alone, it included. */
  const closed: string[] = [];
  let isOpaque = false;
  const parser: Parser = new Parser(
    {
      onopentag(name, attributes) {
        if (closed.length > 0) {
          closed.push(name);
          return;
        }
        const isLeft = OPAQUE.has(name) || SKIPPED.has(name) || isMarked(attributes);
        if (isLeft) {
          closed.push(name);
          isOpaque = OPAQUE.has(name) || INLINE.has(name);
        }
        if (isLeft && isOpaque) builder.markup(parser.endIndex + 1);
        else if (name === "br") builder.markup(parser.endIndex + 1, "\n");
        else if (INLINE.has(name)) builder.markup(parser.endIndex + 1);
        else builder.break(parser.endIndex + 1);
      },
      onclosetag(name) {
        if (closed.length === 0) {
          if (!INLINE.has(name) && name !== "br") builder.break(builder.at);
          return;
        }
        const place = closed.lastIndexOf(name);
        if (place < 0) return;
        closed.length = place;
        if (place > 0) return;
        const end = Math.max(builder.at, parser.startIndex);
        const read = isOpaque
          ? reading(decodeHTML(source.slice(builder.at, end).replace(/<[^<>]*>/g, "")))
          : "";
        if (read !== "") builder.markup(end, read);
        else if (!isOpaque) builder.break(end);
      },
      ontext(data) {
        const start = parser.startIndex;
        // What the parser read differently from what is written is left alone.
        if (closed.length === 0 && source.startsWith(data, start)) addText(builder, start, data);
      },
    },
    { decodeEntities: false },
  );
  parser.end(source);
  return builder.finish();
}

function isMarked(attributes: Readonly<Record<string, string>>): boolean {
  const { translate, lang, class: names = "" } = attributes;
  if (translate === "no" || /(?:^|\s)notranslate(?:\s|$)/.test(names)) return true;
  return lang !== undefined && lang !== "" && !/^en\b/i.test(lang);
}

/** A run of text: lines are wrapped anywhere, references read as the characters they stand for. */
function addText(builder: PartsBuilder, start: number, data: string): void {
  let at = 0;
  for (const match of data.matchAll(PLACES)) {
    const read = match[0].startsWith("&") ? decodeHTML(match[0]) : " ";
    const isPlain = /^\s/.test(match[0]) ? !/[\r\n]/.test(match[0]) : read === match[0];
    if (isPlain) continue;
    builder.text(start + at, start + match.index);
    at = match.index + match[0].length;
    builder.markup(start + at, read);
  }
  builder.text(start + at, start + data.length);
}
