import { describe, expect, it } from "vitest";
import { scriptedRewriter } from "../test-support/scripted-rewriter.js";
import { correctDocument } from "./correct.js";
import { readDocument } from "./document.js";
import { detectFormat, type Format, formatOfFile } from "./format.js";

/** What the model is shown, with breaks between paragraphs as "¶". */
async function shown(source: string, format: Format): Promise<string | undefined> {
  const document = await readDocument(source, format);
  return document?.text.plain.trim().replace(/[ \n]*\n\n[ \n]*/g, "¶");
}

type Row = readonly [name: string, source: string, reads: string];

const MARKDOWN: readonly Row[] = [
  ["emphasis", "He **have** a _red_ car.", "He have a red car."],
  ["a wrapped line", "He have\na car.", "He have a car."],
  ["a hard break", "He have  \na car.", "He have\na car."],
  ["a quotation", "> He have\n> a car.", "He have a car."],
  ["lists", "- one\n- [x] two\n  1. three", "one¶two¶three"],
  ["headings", "# One\nTwo\n===\ntext", "One¶Two¶text"],
  ["a table", "| a b | c |\n|---|---|\n| d | e |", "a b¶c¶d¶e"],
  ["inline code", "Call `foo()` now.", "Call foo() now."],
  ["blocks of code", "one\n\n```\ncode\n```\n\n    more\n\ntwo", "one¶two"],
  ["links", "See [the *page*](http://x.y 'a b').", "See the page."],
  [
    "a link by its key",
    "See [the page] and [it][key].\n\n[the page]: x\n[key]: y",
    "See the page and it.",
  ],
  ["an image", "See ![a picture](x.png) here.", "See  here."],
  ["addresses", "See <http://x.y> and www.x.org now.", "See http://x.y and www.x.org now."],
  ["HTML", "a <b>c</b> d\n\n<div>\nno\n</div>\n\ne", "a c d¶e"],
  ["maths", "Let $x_1$ be\n\n$$\nno\n$$\n\nend", "Let X be¶end"],
  ["money", "From $5 up to $6 it is.", "From $5 up to $6 it is."],
  ["escapes and references", "a \\* b &amp; c", "a * b & c"],
  ["footnotes", "a[^1] b.\n\n[^1]: The note.", "a b.¶The note."],
  ["front matter", "---\ntitle: no\n---\n\nyes", "yes"],
  ["a byte order mark and CRLF", "\ufeffa *b*\r\nc", "a b c"],
  ["emphasis tangled beyond reason", "a*".repeat(100_000), ""],
  ["quotations nested beyond reason", `${"> ".repeat(30_000)}a`, ""],
];

const HTML: readonly Row[] = [
  ["inline elements", "<p>He <b>have</b> a <a href=x>car</a>.</p>", "He have a car."],
  ["blocks", "<h1>One</h1><p>two<p>three<ul><li>four", "One¶two¶three¶four"],
  ["a wrapped line and a break", "<p>a\n   b<br>c", "a b\nc"],
  ["references", "a&nbsp;b &lt; &#99; &amp c &zzz;", "a\u00a0b < c & c &zzz;"],
  ["scripts, styles, code", "a<script>b='<p>'</script><style>c</style><pre>d</pre>e", "a¶e"],
  ["inline code", "run <code>x &lt; <i>y</i></code> now", "run x < y now"],
  ["comments and attributes", "a <!-- b --> <i title='c'>d</i>", "a  d"],
  ["other languages", "a <i lang=de>das <b>x</b></i> b <span translate=no>c</span>", "a das x b c"],
  ["broken tags", "a </b> < b <", "a  < b <"],
];

const LATEX: readonly Row[] = [
  ["type faces", "He \\textbf{have} a {\\em red} car.", "He have a X red car."],
  ["the body", "\\documentclass{x}\n\\begin{document}\na\n\\end{document} b", "a"],
  ["headings and paragraphs", "\\section*{One} two\n\nthree \\par four", "One¶two¶three¶four"],
  ["maths", "Let $x$ and \\(y\\) be", "Let X and X be"],
  ["display maths", "It is\n\\[ a = b. \\]\nEnd", "It is  X.  End"],
  ["references", "See~\\cite[p. 2]{a} and \\ref{b}\\label{c}.", "See [1] and 1."],
  ["verbatim text", "a \\verb|b{| c\n\\begin{verbatim}\n}\n\\end{verbatim}\nd", "a b{ c¶d"],
  ["comments", "a % b\nc\n% d\ne", "a c e"],
  ["a comment before a paragraph", "a\n% b\n\nc", "a¶c"],
  ["lists", "\\begin{itemize}\\item a \\item b\\end{itemize}", "a¶b"],
  [
    "characters",
    "5\\,\\% caf\\'e na\\\"{\\i}ve ``a'' -- b",
    '5 % caf\u00e9 na\u00efve "a" \u2013 b',
  ],
  ["a note after a sentence", "Yes.\\footnote{A note.} No", "Yes. A note.  No"],
  ["a note within a sentence", "yes\\footnote{A note.} no", "yes no"],
  ["a table", "a\n\\begin{tabular}{l} b & c \\end{tabular}\nd", "a¶d"],
  ["what is never closed", "a {b $c \\textbf{d \\[ e", "a b c Xd  e"],
];

describe.each([
  ["markdown", MARKDOWN],
  ["html", HTML],
  ["latex", LATEX],
] as const)("the model is shown of %s", (format, rows) => {
  it.each(rows)("%s", async (_name, source, reads) => {
    expect(await shown(source, format)).toBe(reads);
  });
});

describe("broken mark-up of great length", () => {
  const pieces = ["[", "`a ", "<a ", "&", "{", "\\[", "\\begin{a}", "$ ", "\\x{", "|a", "\\verb|"];
  it.each(pieces)("is read in time in proportion to it: %j", async (piece) => {
    const source = piece.repeat(8000 / piece.length);
    for (const format of ["markdown", "html", "latex"] as const) {
      expect((await readDocument(source, format))?.text.original).toBe(source);
    }
  });
});

describe("an edit near mark-up", () => {
  const rows: readonly [from: string, to: string, source: string, corrected: string][] = [
    ["have", "has", "He **have** a car.", "He **has** a car."],
    ["He have", "He has", "He **have** a car.", "He **has** a car."],
    ["have a", "has", "He **have** a car.", "He **have** a car."],
    ["store", "the store", "He went to **store**.", "He went to the **store**."],
    ["foo", "bar", "Call `foo` to foo.", "Call `foo` to bar."],
    ["well", "*well*", "All is well.", "All is well."],
    ["end", "end,", "The **end** is near.", "The **end** is near."],
    ["Use it", "Use it.", "# Use it\n\nSo use it", "# Use it\n\nSo use it"],
    ["next", "Next", "| next |\n|---|\n| next one. |", "| next |\n|---|\n| Next one. |"],
    ["So - it", "- it", "So - it goes.", "So - it goes."],
  ];
  it.each(rows)("%s to %s in %s", async (from, to, source, corrected) => {
    const rewriter = scriptedRewriter(from, to);
    const found = await correctDocument(source, { format: "markdown" }, { rewriter });
    expect(found.corrected).toBe(corrected);
  });
});

it("knows a format by its file and by clear signs", () => {
  const files = ["a.md", "B.HTML", "x/y.tex", "a.txt", "README", "a.markdown"].map(formatOfFile);
  expect(files).toEqual(["markdown", "html", "latex", "plain", "plain", "markdown"]);
  const texts = [
    "He have a car.",
    "Use a * b and c_d, see #4.",
    "# Title\n\nSee [it](http://x.y).",
    "<!doctype html><p>a</p>",
    "<p>He have</p>",
    "a < b and <b> is",
    "\\section{A}\ntext",
  ].map(detectFormat);
  expect(texts).toEqual(["plain", "plain", "markdown", "html", "html", "plain", "latex"]);
});
