import type { Random } from "./random.js";

/** A document made of pieces: what may be edited, and what may not. */
export interface MadeDocument {
  readonly format: "markdown" | "html" | "latex";
  readonly source: string;
  /** Spans of mark-up, code, addresses, maths and front matter. */
  readonly fixed: readonly { readonly start: number; readonly end: number }[];
}

const WORDS =
  `the a cat dog house have has goes went quickly informations recieve teh very is are she they
  it's don't caf\u00e9 na\u00efve \u{1f600} and or but with good better old`.split(/\s+/);

type Piece = string | { readonly fixed: string };

const fixed = (text: string): Piece => ({ fixed: text });

function words(random: Random): string {
  const count = random.int(2, 9);
  const said = Array.from({ length: count }, () => random.pick(WORDS)).join(" ");
  return said.charAt(0).toUpperCase() + said.slice(1);
}

interface Syntax {
  readonly start: readonly string[];
  readonly end: string;
  inline(random: Random): readonly Piece[];
  block(random: Random, sentence: () => readonly Piece[]): readonly Piece[];
}

const markdown: Syntax = {
  start: ["---\ntitle: He have a cat\n---\n\n", "+++\ntitle = 'a cat are'\n+++\n\n", ""],
  end: "",
  inline: (random) =>
    random.pick<() => readonly Piece[]>([
      () => [fixed("`a cat have`")],
      () => [fixed("**"), words(random), fixed("**")],
      () => [fixed("_"), words(random), fixed("_")],
      () => [fixed("["), words(random), fixed("](https://example.org/a_cat 'The cat')")],
      () => [fixed("![A cat have](cat.png)")],
      () => [fixed("<https://example.org/cat>")],
      () => [fixed("<span class='cat'>"), words(random), fixed("</span>")],
      () => [fixed("$a_1 + cat^2$")],
      () => [fixed("\\*"), "cat"],
      () => [fixed("[^1]")],
      () => [fixed("&amp;")],
      () => [fixed("~~"), words(random), fixed("~~")],
    ])(),
  block: (random, sentence) =>
    random.pick<() => readonly Piece[]>([
      () => [...sentence(), "\n", ...sentence(), fixed("\n\n")],
      () => [fixed("## "), ...sentence(), fixed("\n\n")],
      () => [fixed("- "), ...sentence(), fixed("\n- [x] "), ...sentence(), fixed("\n\n")],
      () => [fixed("1. "), ...sentence(), fixed("\n   > "), ...sentence(), fixed("\n\n")],
      () => [fixed("> "), ...sentence(), fixed("\n> "), ...sentence(), fixed("\n\n")],
      () => [fixed("```js\nthe cat have = `a`;\n```\n\n")],
      () => [fixed("## "), words(random), fixed("\n\n    the cat have\n\n")],
      () => [
        fixed("| "),
        words(random),
        fixed(" | "),
        words(random),
        fixed(" |\n|---|---|\n| "),
        words(random),
        fixed(" | `cat` |\n\n"),
      ],
      () => [fixed("<div>\nthe cat have\n</div>\n\n")],
      () => [fixed("$$\ncat = have\n$$\n\n")],
      () => [fixed("[^1]: "), ...sentence(), fixed("\n\n")],
      () => [fixed("[cat]: https://example.org 'the cat have'\n\n")],
      () => [...sentence(), fixed("\n===\n\n")],
    ])(),
};

const html: Syntax = {
  start: ["<!DOCTYPE html><html><head><title>cat have</title></head><body>\n", "<div>\n"],
  end: "</body></html>",
  inline: (random) =>
    random.pick<() => readonly Piece[]>([
      () => [fixed("<code>a cat have</code>")],
      () => [fixed('<b class="the cat">'), words(random), fixed("</b>")],
      () => [fixed("<a href='/a cat have'>"), words(random), fixed("</a>")],
      () => [fixed("<!-- the cat have -->")],
      () => [fixed("&nbsp;")],
      () => [fixed("<br/>")],
      () => [fixed("<kbd>cat</kbd>")],
      () => [fixed("<img alt='a cat have' src=x>")],
      () => [fixed('<span translate="no">cat have <i>a</i></span>')],
    ])(),
  block: (random, sentence) =>
    random.pick<() => readonly Piece[]>([
      () => [fixed("<p>"), ...sentence(), fixed("\n  "), ...sentence(), fixed("</p>\n")],
      () => [fixed("<ul><li>"), ...sentence(), fixed("<li>"), ...sentence(), fixed("</ul>\n")],
      () => [fixed("<script>let cat = '<p>the cat have</p>';</script>\n")],
      () => [fixed("<style>.cat > have {}</style>\n")],
      () => [fixed("<pre>\nthe cat have <b>a</b>\n</pre>\n")],
      () => [fixed('<p lang="de">'), fixed("Die cat have"), fixed("</p>\n")],
      () => [
        fixed("<table><tr><td>"),
        words(random),
        fixed("</td><td>"),
        words(random),
        fixed("</table>\n"),
      ],
    ])(),
};

const latex: Syntax = {
  start: ["\\documentclass{article}\n\\title{The cat have}\n\\begin{document}\n", ""],
  end: "\\end{document}\nthe cat have",
  inline: (random) =>
    random.pick<() => readonly Piece[]>([
      () => [fixed("\\textbf{"), words(random), fixed("}")],
      () => [fixed("\\href{https://example.org/cat}{"), words(random), fixed("}")],
      () => [fixed("$cat_1 + \\mathrm{have}$")],
      () => [fixed("\\cite{cat,have}")],
      () => [fixed("\\verb|the cat {have|")],
      () => [fixed("% the cat have {\n")],
      () => [fixed("\\%")],
      () => [fixed("``"), words(random), fixed("''")],
      () => [fixed("\\unknown[the cat]{have a}")],
      () => [fixed("\\'e")],
    ])(),
  block: (random, sentence) =>
    random.pick<() => readonly Piece[]>([
      () => [...sentence(), fixed("\n"), ...sentence(), fixed("\n\n")],
      () => [fixed("\\section*{"), ...sentence(), fixed("}\n")],
      () => [
        fixed("\\begin{itemize}\n\\item "),
        ...sentence(),
        fixed("\n\\item[x] "),
        ...sentence(),
        fixed("\n\\end{itemize}\n"),
      ],
      () => [fixed("\\begin{verbatim}\nthe cat have { $\n\\end{verbatim}\n")],
      () => [fixed("\\begin{equation}\ncat = \\text{have}.\n\\end{equation}\n")],
      () => [fixed("\\[ cat = have \\]\n")],
      () => [fixed("\\begin{tabular}{ll} cat & have \\\\ \\end{tabular}\n")],
      () => [fixed("\\begin{lstlisting}[language=C]\nthe cat have }\n\\end{lstlisting}\n")],
    ])(),
};

const SYNTAX = { markdown, html, latex } as const;

/** A document of some paragraphs with every kind of mark-up in and between them. */
export function makeDocument(random: Random, format: MadeDocument["format"]): MadeDocument {
  const syntax = SYNTAX[format];
  const sentence = (): readonly Piece[] => [
    words(random),
    " ",
    ...(random.chance(0.7) ? [...syntax.inline(random), " "] : []),
    `${random.pick(WORDS)} ${random.pick(WORDS)}.`,
  ];
  const start = random.pick(syntax.start);
  const pieces: Piece[] = start === "" ? [] : [fixed(start)];
  for (let n = random.int(3, 12); n > 0; n--) pieces.push(...syntax.block(random, sentence));
  if (start !== "") pieces.push(fixed(syntax.end));
  return { format, ...assemble(pieces) };
}

function assemble(pieces: readonly Piece[]): Omit<MadeDocument, "format"> {
  const spans: { start: number; end: number }[] = [];
  let source = "";
  for (const piece of pieces) {
    const text = typeof piece === "string" ? piece : piece.fixed;
    const start = source.length;
    source += text;
    if (typeof piece !== "string" && text !== "") spans.push({ start, end: source.length });
  }
  return { source, fixed: spans };
}
