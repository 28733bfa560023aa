import { overlaps, type Span } from "./span.js";

/** Units that stay with their number. */
const UNITS =
  "%|\u2030|\u00b0[CF]?|[kKMGT]i?[bB]|[kmc\u00b5n]?m|[km]?g|[mck]?l|[mk]?W|[kM]?Hz|GHz|[km]?V|m?A|ms|s|h|min|km/h|mph|kWh|px|pt|em|rem|fps|dpi|x";

/** Currencies that stay with their number. */
const CURRENCIES = "USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|INR|CNY|SEK|NOK|DKK|PLN|BRL|MXN|ZAR";

/** Months as a date has them. */
const MONTHS =
  "January|February|March|April|May|June|July|August|September|October|November|December";

/** Endings by which a word with a dot in it is taken for a host or a file. */
const HOST_ENDINGS = "com|org|net|io|dev|gov|edu|info|app|ai|co|uk|de|fr|eu|ca|au|nl|ch";
const FILE_ENDINGS =
  "js|mjs|cjs|ts|tsx|jsx|py|rb|rs|go|java|kt|c|h|cpp|hpp|cs|php|sh|sql|json|jsonl|ya?ml|toml|xml|html?|css|scss|md|txt|csv|tsv|pdf|docx?|xlsx?|pptx?|png|jpe?g|gif|svg|zip|gz|tar|exe|ini|cfg|conf|log|lock|onnx|tf";

/**
 * What no edit may touch, each as one pattern that needs no more than linear time: repetitions
 * that could start anywhere are bounded or anchored.
 */
const PATTERNS: readonly RegExp[] = [
  /```[\s\S]*?(?:```|$)/g, // fenced code
  /``(?!`)[^\r\n]{1,500}?``|`[^`\r\n]{1,500}`/g, // inline code
  /<!--[\s\S]*?(?:-->|$)/g,
  /<\/?[A-Za-z][^<>]{0,1000}>/g, // tags
  /&(?:[A-Za-z]{2,31}|#\d{1,7}|#x[\dA-Fa-f]{1,6});/g, // character references
  /(?<![A-Za-z])(?:[a-z][a-z\d+.-]{1,20}:\/\/|mailto:|www\.)[^\s<>"]*[^\s<>"'.,;:!?)\]}\u2019\u201d]/gi,
  new RegExp(
    `(?<![\\w@.-])(?:[\\w-]{1,63}\\.){1,5}(?:${HOST_ENDINGS})(?![\\w@-])(?:/[^\\s<>"]*[^\\s<>"'.,;:!?)\\]}])?`,
    "gi",
  ),
  new RegExp(
    `(?<![\\w.-])[\\w-]{1,63}(?:\\.[\\w-]{1,63}){0,3}\\.(?:${FILE_ENDINGS})(?![\\w-])`,
    "g",
  ),
  /(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z\d-]{1,63}(?:\.[A-Za-z\d-]{1,63}){1,5}/g, // e-mail addresses
  /(?<![\w@])@[\w][\w.-]{0,50}/g, // @names
  /(?<![\w&#])#[\p{L}\d_][\p{L}\p{N}_-]{0,50}/gu, // #tags
  /(?<![\w/])(?:~|\.{1,2})?(?:\/[\w.+-]{1,100}){2,}\/?/g, // paths
  /(?<![\w/])(?:~|\.{1,2})\/[\w.+/-]{1,300}/g,
  /(?<![A-Za-z])[A-Za-z]:\\[^\s"<>|]{1,300}/g,
  /\$\{[^{}\r\n]{0,100}\}|\{\{[^{}\r\n]{0,100}\}\}|%\(\w{1,50}\)[sd]|%[sdif]\b/g, // placeholders
  /\\[()[\]][^\r\n]{0,500}?\\[()[\]]|\$[^$\r\n]{0,200}[\\^_{}=][^$\r\n]{0,200}\$/g, // TeX
  /(?<![\w-])(?:--[a-z][\w-]{0,50}|-[A-Za-z](?!\w))/g, // flags
  /(?<![\w])(?=\w{0,60}[a-z\d]_|_)\w{2,100}(?!\w)/gi, // snake_case
  /(?<!\w)(?:[a-z]{2,40}[A-Z]|[a-z][A-Z][a-z]{2})[A-Za-z\d]{0,60}(?!\w)/g, // camelCase, iPhone
  /(?<![\w])[A-Za-z_]\w{0,60}\(\)/g, // calls
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:[$\u20ac\u00a3\u00a5]|(?:${CURRENCIES})\\s?)?\\d(?:[\\d.,:/-]{0,40}\\d)?(?:\\s?(?:${UNITS})(?![\\p{L}\\p{N}]))?`,
    "gu",
  ),
  new RegExp(`(?<!\\w)\\d{1,2}(?:st|nd|rd|th) of (?:${MONTHS})(?!\\w)`, "g"),
  /(?<![\p{L}\p{N}])(?=[\p{L}\p{N}]{0,40}\d)(?=[\p{L}\p{N}]{0,40}\p{L})[\p{L}\p{N}]{6,64}(?![\p{L}\p{N}])/gu, // codes and hashes
  /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\ufe0f|\u200d|\u20e3)+/gu,
  /[^\p{Script=Latin}\P{L}][\p{M}\u200c\u200d]*/gu, // letters of other scripts
  /[\r\n\u2028\u2029]+/g, // line breaks
];

/**
 * Spans of a text that no edit may touch: addresses, code, mark-up, names, numbers, other
 * scripts, line breaks, and what the caller adds. Sorted and disjoint.
 */
export function protectedSpans(text: string, extra: readonly Span[] = []): Span[] {
  const spans = [...extra];
  for (const pattern of PATTERNS) collect(spans, text, pattern);
  return mergeSpans(spans);
}

/** Those of the sorted, disjoint `spans` that a span overlaps. */
export function overlapping(spans: readonly Span[], span: Span): Span[] {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).end <= span.start) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < spans.length && overlaps(spans[end] as Span, span)) end++;
  return spans.slice(low, end);
}

function collect(spans: Span[], text: string, pattern: RegExp): void {
  for (const match of text.matchAll(pattern)) {
    if (match[0] !== "") spans.push({ start: match.index, end: match.index + match[0].length });
  }
}

function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
