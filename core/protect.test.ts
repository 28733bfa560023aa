import { describe, expect, it } from "vitest";
import { overlapping, protectedSpans } from "./protect.js";

/** Protected stretches of a text, as text. */
const protectedIn = (text: string) =>
  protectedSpans(text).map(({ start, end }) => text.slice(start, end));

const CASES = [
  {
    text: "See https://a.b/c?d=e&f=(g), or www.x.org.",
    spans: ["https://a.b/c?d=e&f=(g", "www.x.org"],
  },
  { text: "Go to example.com/path, mailto:x@y.z!", spans: ["example.com/path", "mailto:x@y.z"] },
  { text: "Write to jane.doe+tag@mail.example.co.uk.", spans: ["jane.doe+tag@mail.example.co.uk"] },
  { text: "Call `foo bar` and ``a`b`` now", spans: ["`foo bar`", "``a`b``"] },
  { text: "```js\nlet a\n```", spans: ["```js\nlet a\n```"] },
  {
    text: 'He <b class="x">say</b> &amp; goes &#39;',
    spans: ['<b class="x">', "</b>", "&amp;", "&#39;"],
  },
  { text: "a < b and c > d", spans: [] },
  { text: "Ask @jane_doe about #NLP", spans: ["@jane_doe", "#NLP"] },
  {
    text: "In /usr/local/bin and ./run.sh and C:\\Temp\\x and ~/notes",
    spans: ["/usr/local/bin", "./run.sh", "C:\\Temp\\x", "~/notes"],
  },
  { text: "he/she and and/or stay open", spans: [] },
  { text: "Open main.py and package.json.", spans: ["main.py", "package.json"] },
  {
    text: "It weighs 5 kg, costs $3.50 and is 20% off at 10:30.",
    spans: ["5 kg", "$3.50", "20%", "10:30"],
  },
  { text: "in 2020.", spans: ["2020"] },
  { text: "on the 21st of May 2020, not on 3th of may", spans: ["21st of May", "2020", "3"] },
  {
    text: "use snake_case, camelCase, iPhone, f() and --flag",
    spans: ["snake_case", "camelCase", "iPhone", "f()", "--flag"],
  },
  { text: "tHe aN Well-Known word", spans: [] },
  { text: "Hi {{name}}, ${x} %s", spans: ["{{name}}", "${x}", "%s"] },
  { text: "where $x_1 = 2$ but $5 and $10", spans: ["$x_1 = 2$", "$5", "$10"] },
  { text: "It costs USD 250 or EUR 3.50.", spans: ["USD 250", "EUR 3.50"] },
  { text: "commit 4f3a9bc and code AB12CD34", spans: ["4f3a9bc", "AB12CD34"] },
  {
    text: "ok \u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u2764\ufe0f!",
    spans: ["\u{1f468}\u200d\u{1f469}\u200d\u{1f467}", "\u2764\ufe0f"],
  },
  { text: "say \u4f60 or \u0645 or caf\u00e9", spans: ["\u4f60", "\u0645"] },
  { text: "one\r\ntwo", spans: ["\r\n"] },
];

describe("protectedSpans", () => {
  it.each(CASES)("$text", ({ text, spans }) => {
    expect(protectedIn(text)).toEqual(spans);
  });

  it("covers the caller's spans, merged with its own", () => {
    const text = "abc 12345 def";
    expect(protectedSpans(text, [{ start: 2, end: 6 }])).toEqual([{ start: 2, end: 9 }]);
  });

  it.each([
    "a".repeat(200_000),
    "a_".repeat(100_000),
    "a.".repeat(100_000),
    "<a ".repeat(60_000),
    "/a".repeat(100_000),
    "1,".repeat(100_000),
    "a1".repeat(100_000),
    "`".repeat(100_001),
    "$\\".repeat(100_000),
    "\\(".repeat(100_000),
    "@".repeat(200_000),
    "aA".repeat(100_000),
    "<!--".repeat(50_000),
    "https://".repeat(25_000),
  ])(
    "ends on a long run of one thing (case %#)",
    (text) => {
      expect(Array.isArray(protectedSpans(text))).toBe(true);
    },
    5_000,
  );
});

describe("overlapping", () => {
  const spans = [
    { start: 2, end: 4 },
    { start: 6, end: 9 },
  ];
  it.each([
    { span: { start: 0, end: 2 }, found: [] },
    { span: { start: 0, end: 3 }, found: [spans[0]] },
    { span: { start: 3, end: 7 }, found: spans },
    { span: { start: 4, end: 6 }, found: [] },
    { span: { start: 7, end: 7 }, found: [spans[1]] },
    { span: { start: 6, end: 6 }, found: [] },
    { span: { start: 9, end: 9 }, found: [] },
  ])("$span", ({ span, found }) => {
    expect(overlapping(spans, span)).toEqual(found);
  });
});
