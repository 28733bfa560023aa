/** How a text is written: what of it is prose and what mark-up. */
export const FORMATS = ["plain", "markdown", "html", "latex"] as const;
export type Format = (typeof FORMATS)[number];

const ENDINGS: ReadonlyMap<string, Format> = new Map([
  ...["md", "markdown", "mdown", "mkd", "qmd", "rmd"].map((end) => [end, "markdown"] as const),
  ...["html", "htm", "xhtml"].map((end) => [end, "html"] as const),
  ...["tex", "latex", "ltx"].map((end) => [end, "latex"] as const),
]);

/** The format that a file's ending stands for; plain where it says nothing. */
export function formatOfFile(name: string): Format {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1] ?? "";
  return ENDINGS.get(ending.toLowerCase()) ?? "plain";
}

/** Text looked at to tell its format, in UTF-16 units. */
const LOOKED_AT_UNITS = 20_000;

const LATEX = /^[ \t]*\\(?:documentclass\b|begin\{document\}|(?:sub)*section\*?\{)/m;
const HTML = /^\s*(?:<!doctype html\b|<html\b)/i;
const HTML_PAIR =
  /<(p|div|h[1-6]|ul|ol|table|article|section)\b[^<>]{0,500}>[\s\S]{0,5000}?<\/\1>/i;

/** Signs of Markdown; two different ones are taken for proof, since each occurs in plain text. */
const MARKDOWN: readonly RegExp[] = [
  /^---\r?\n[\s\S]{0,5000}?^---\r?$/m,
  /^#{1,6} \S/m,
  /^ {0,3}(?:```|~~~)/m,
  /\[[^[\]\n]{1,200}\]\([^()\s]{1,500}\)/,
  /(?<!\*)\*\*[^*\s][^*\n]{0,200}\*\*(?!\*)/,
  /(?<!`)`[^`\n]{1,100}`(?!`)/,
  /^\|.*\|[ \t]*\r?\n\|[ :|-]+\|/m,
];

/** The format that a text shows clearly; plain where there is doubt, since plain text has no mark-up to lose. */
export function detectFormat(text: string): Format {
  const start = text.slice(0, LOOKED_AT_UNITS);
  if (LATEX.test(start)) return "latex";
  if (HTML.test(start) || (start.trimStart().startsWith("<") && HTML_PAIR.test(start))) {
    return "html";
  }
  return MARKDOWN.filter((sign) => sign.test(start)).length >= 2 ? "markdown" : "plain";
}
