const set = (names: string): ReadonlySet<string> => new Set(names.split(/\s+/));

/** Environments that hold maths; one stands in its sentence like a word. */
export const MATHS_ENVIRONMENTS = set(
  `math displaymath equation equation* align align* alignat alignat* flalign flalign* gather gather* multline
  multline* eqnarray eqnarray* dmath dmath* split cases`,
);

/** Environments without prose. */
export const SKIPPED_ENVIRONMENTS = set(
  `verbatim verbatim* Verbatim lstlisting minted tabular tabular* tabularx tabulary longtable array tikzpicture
  pgfpicture picture algorithm algorithmic algorithm2e thebibliography filecontents filecontents* comment
  forest tikzcd circuitikz pspicture asy luacode`,
);

/** Those of them whose inside is not TeX: braces in it mean nothing. */
export const VERBATIM_ENVIRONMENTS = set(
  "verbatim verbatim* Verbatim lstlisting minted filecontents filecontents* comment luacode asy",
);

/** Commands whose last argument is running text, with the arguments before it. */
export const TRANSPARENT: ReadonlyMap<string, number> = new Map([
  ...[
    ..."textbf textit textsl textsc textrm textsf textmd textup textnormal emph underline uline sout hl".split(
      " ",
    ),
    ..."mbox hbox enquote so textquote mkbibquote alert structure textsuperscript textsubscript".split(
      " ",
    ),
  ].map((name) => [name, 0] as const),
  ["textcolor", 1],
  ["colorbox", 1],
  ["href", 1],
  ["hyperref", 0],
]);

/** Commands whose argument is a paragraph of its own. */
export const BLOCKS = set(
  `part chapter section subsection subsubsection paragraph subparagraph title subtitle caption captionof
  frametitle framesubtitle dedication`,
);

/** Commands after which a new paragraph begins. */
export const BREAKS = set(
  "item par newpage clearpage maketitle bigskip medskip smallskip hline and",
);

/** Notes; checked where they follow a sentence's end. */
export const NOTES = set("footnote footnotetext thanks marginpar todo sidenote endnote");

/** Commands that stand for a word, with arguments that are not prose. */
export const REFERENCES: ReadonlyMap<string, string> = new Map([
  ...["cite", "citep", "parencite", "autocite", "citealp", "footcite", "supercite", "nocite"].map(
    (name) => [name, "[1]"] as const,
  ),
  ...["ref", "eqref", "pageref"].map((name) => [name, "1"] as const),
]);

/** Commands that show nothing in the text. */
export const INVISIBLE = set(
  `label index vspace hspace vskip hskip centering raggedright raggedleft noindent indent protect small
  footnotesize scriptsize tiny normalsize large Large LARGE huge Huge bfseries itshape scshape sffamily
  rmfamily ttfamily mdseries upshape slshape selectfont includegraphics input include bibliography
  bibliographystyle usepackage phantomsection hfill vfill pagestyle thispagestyle setlength addtolength
  setcounter addcontentsline tableofcontents listoffigures listoftables appendix color newcommand
  renewcommand providecommand DeclareMathOperator newenvironment newtheorem def let pagebreak nopagebreak
  linebreak nolinebreak frenchspacing sloppy relax glsresetall acresetall addbibresource printbibliography
  columnwidth hypersetup`,
);

/** Commands that stand for characters. */
export const CHARACTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    LaTeX: "LaTeX",
    TeX: "TeX",
    LaTeXe: "LaTeX",
    BibTeX: "BibTeX",
    XeTeX: "XeTeX",
    ldots: "…",
    dots: "…",
    textellipsis: "…",
    textendash: "–",
    textemdash: "—",
    textquoteright: "’",
    textquoteleft: "‘",
    textquotedblleft: "“",
    textquotedblright: "”",
    ss: "ß",
    ae: "æ",
    AE: "Æ",
    oe: "œ",
    OE: "Œ",
    o: "ø",
    O: "Ø",
    aa: "å",
    AA: "Å",
    l: "ł",
    L: "Ł",
    i: "ı",
    j: "ȷ",
    S: "§",
    P: "¶",
    copyright: "©",
    pounds: "£",
    euro: "€",
    texteuro: "€",
    degree: "°",
    textdegree: "°",
    quad: " ",
    qquad: " ",
    space: " ",
    newline: "\n",
    linebreak: "\n",
    textbackslash: "\\",
    textasciitilde: "~",
    textunderscore: "_",
    dag: "†",
    ddag: "‡",
    slash: "/",
    eg: "e.g.",
    ie: "i.e.",
    etal: "et al.",
  }),
);

/** Accents by their command, as combining characters. */
export const ACCENTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    u: "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    r: "\u030a",
    H: "\u030b",
    v: "\u030c",
    d: "\u0323",
    c: "\u0327",
    k: "\u0328",
    b: "\u0331",
  }),
);

/** Single characters after a backslash, and what they read as. */
export const SYMBOLS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "%": "%",
    "&": "&",
    $: "$",
    "#": "#",
    _: "_",
    "{": "{",
    "}": "}",
    " ": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    "!": "",
    "-": "",
    "/": "",
    "@": "",
    "*": "",
    "\\": "\n",
    "\n": " ",
    "\r": " ",
    "\t": " ",
  }),
);
