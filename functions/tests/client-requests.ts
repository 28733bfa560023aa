// What LanguageTool's clients send and what they read of the answer, after their public sources.

/** A request to `/v2/check` as one client forms it. */
export interface ClientRequest {
  readonly client: string;
  /** Repository on GitHub, and the file that forms the request. */
  readonly source: string;
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body; of a GET, the query. */
  readonly body: string;
  /** Members that the client reads of the first match, with the types that it takes them for. */
  readonly reads: Readonly<Record<string, "string" | "number" | "object" | "boolean">>;
  /** Where the mistake "have" stands, in UTF-16 units of what was sent. */
  readonly offset: number;
}

const TEXT = "He have a \u{1f4ec} car.";
const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
const encode = (text: string) => encodeURIComponent(text);

/** As Java's URLEncoder and Python's urlencode write a form, with "+" for spaces. */
function form(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parameters).toString();
}

/** Markdown with its mark-up told apart, as the editors' builders write it. */
const ANNOTATED = {
  annotation: [
    { text: "He " },
    { markup: "**", interpretAs: "" },
    { text: "have" },
    { markup: "**", interpretAs: "" },
    { text: " a \u{1f4ec} car." },
  ],
};

/** The same with places in it, as the package annotatedtext leaves them. */
const WITH_PLACES = {
  annotation: ANNOTATED.annotation.map((part, i) => ({
    ...part,
    offset: { start: i, end: i + 1 },
  })),
};

const PLACE = { offset: "number", length: "number" } as const;
const MESSAGE = { message: "string", replacements: "object" } as const;
const RULE = { "rule.id": "string" } as const;
const CATEGORY = { "rule.category.id": "string" } as const;

export const CLIENT_REQUESTS: readonly ClientRequest[] = [
  {
    client: "language_tool_python",
    source: "jxmorris12/language_tool_python src/language_tool_python/server.py",
    path: "/v2/check",
    headers: FORM,
    body: form({
      language: "en-US",
      text: TEXT,
      motherTongue: "fr",
      enabledRules: "A,B",
      level: "picky",
    }),
    reads: {
      ...PLACE,
      ...MESSAGE,
      ...RULE,
      sentence: "string",
      "context.text": "string",
      "context.offset": "number",
      "rule.category.id": "string",
      "rule.issueType": "string",
    },
    offset: 3,
  },
  {
    client: "LTeX, LTeX+: a form that calls itself JSON",
    source:
      "valentjn/ltex-ls src/main/kotlin/org/bsplines/ltexls/languagetool/LanguageToolHttpInterface.kt",
    path: "/v2/check",
    headers: { "Content-Type": "application/json" },
    body: form({
      data: JSON.stringify(ANNOTATED),
      language: "en-US",
      level: "picky",
      motherTongue: "de-DE",
      enabledRules: "PUNCTUATION_PARAGRAPH_END",
    }),
    reads: { ...PLACE, ...MESSAGE, ...RULE, sentence: "string" },
    offset: 5,
  },
  {
    client: "Obsidian, LanguageTool Integration",
    source: "wrenger/obsidian-languagetool src/api.ts",
    path: "/v2/check",
    headers: { ...FORM, Accept: "application/json" },
    body: form({
      data: JSON.stringify(ANNOTATED),
      language: "auto",
      enabledOnly: "false",
      level: "default",
      motherTongue: "de",
      preferredVariants: "en-GB,de-DE",
      username: "u@example.org",
      apiKey: "k",
    }),
    reads: { ...PLACE, ...MESSAGE, ...RULE, ...CATEGORY, shortMessage: "string" },
    offset: 5,
  },
  {
    client: "VS Code, LanguageTool Linter: Markdown with places in its parts",
    source: "davidlday/vscode-languagetool-linter src/Linter.ts",
    path: "/v2/check",
    headers: { ...FORM, "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
    body: [
      ["language", "auto"],
      ["motherTongue", "en-US"],
      ["disabledCategories", "STYLE"],
      ["data", JSON.stringify(WITH_PLACES)],
    ]
      .map((pair) => pair.map(encode).join("="))
      .join("&"),
    reads: { ...PLACE, ...MESSAGE, ...RULE, ...CATEGORY },
    offset: 5,
  },
  {
    client: "LanguageTool's own Java client, in its office extension",
    source:
      "languagetool-org/languagetool languagetool-http-client/src/main/java/org/languagetool/remote/RemoteLanguageTool.java",
    path: "/v2/check",
    headers: { ...FORM, charset: "utf-8" },
    body: form({
      text: TEXT,
      motherTongue: "de-DE",
      language: "en-US",
      enabledRules: "TOO_LONG_PARAGRAPH",
      disabledRules: "HUNSPELL_RULE",
      mode: "allButTextLevelOnly",
      ruleValues: "TOO_LONG_PARAGRAPH:150",
      useragent: "java-http-client",
    }),
    reads: {
      ...PLACE,
      ...MESSAGE,
      ...RULE,
      ...CATEGORY,
      "context.text": "string",
      "context.offset": "number",
      shortMessage: "string",
      "rule.description": "string",
      "rule.issueType": "string",
      "rule.category.name": "string",
    },
    offset: 3,
  },
  {
    client: "LibreOffice: everything but letters and digits encoded, no header of its own",
    source: "LibreOffice/core lingucomponent/source/spellcheck/languagetool/languagetoolimp.cxx",
    path: "/v2/check",
    headers: { ...FORM, Accept: "*/*" },
    body: `text=${encode(TEXT)}&language=en-US&username=u%40example.org&apiKey=k`,
    reads: { ...PLACE, ...MESSAGE, ...CATEGORY, shortMessage: "string" },
    offset: 3,
  },
  {
    client: "browser add-on, as it was when its source was open",
    source: "languagetool-org/languagetool-browser-addon webextension/cs/contentscript.js",
    path: "/v2/check",
    headers: { "Content-Type": "text/plain;charset=UTF-8" },
    body:
      "disabledRules=WHITESPACE_RULE&useragent=webextension-chrome" +
      `&data=${encode(JSON.stringify({ text: TEXT, metaData: { EmailToAddress: "x" } }))}` +
      "&motherTongue=de&language=auto&preferredVariants=en-US%2Cde-DE%2Cpt-PT%2Cca-ES",
    reads: {
      ...PLACE,
      ...MESSAGE,
      ...RULE,
      "context.text": "string",
      "context.offset": "number",
      "rule.description": "string",
      "rule.issueType": "string",
    },
    offset: 3,
  },
  {
    client: "browser add-on, first of its two calls",
    source: "what it is seen to send; its source is closed",
    path: "/v2/check?c=1&v=standalone",
    headers: FORM,
    body: form({
      data: JSON.stringify({ text: TEXT }),
      textSessionId: "21432:1732700000000",
      enableHiddenRules: "true",
      level: "picky",
      language: "auto",
      noopLanguages: "de,en",
      preferredLanguages: "de,en",
      preferredVariants: "en-US,de-DE,pt-BR,ca-ES",
      disabledRules: "WHITESPACE_RULE",
      useragent: "chrome-extension-mv3-ng",
      mode: "allButTextLevelOnly",
      allowIncompleteResults: "true",
    }),
    reads: { ...PLACE, ...MESSAGE, ...RULE, ...CATEGORY, contextForSureMatch: "number" },
    offset: 3,
  },
  {
    client: "Emacs, flycheck-languagetool",
    source: "emacs-languagetool/flycheck-languagetool flycheck-languagetool.el",
    path: "/v2/check",
    headers: FORM,
    body: `language=en-US&text=${encode(TEXT)}&disabledRules=MORFOLOGIK_RULE_EN_US%2CHUNSPELL_RULE`,
    reads: { ...PLACE, ...MESSAGE, ...RULE },
    offset: 3,
  },
  {
    client: "Emacs, languagetool.el: no type of content",
    source: "PillFall/languagetool.el languagetool-server.el",
    path: "/v2/check",
    headers: { "Content-Type": "" },
    body: `text=${encode(TEXT)}&disabledRules=WHITESPACE_RULE&motherTongue=fr&language=auto`,
    reads: { ...PLACE, ...MESSAGE, ...RULE },
    offset: 3,
  },
  {
    client: "TeXstudio: a form that calls itself JSON and ends with a line break",
    source: "texstudio-org/texstudio src/grammarcheck.cpp",
    path: "/v2/check",
    headers: { "Content-Type": "text/json" },
    body: `language=en-GB&text=${encode(TEXT)}\n`,
    reads: { ...PLACE, ...MESSAGE, ...RULE, "context.text": "string", "context.offset": "number" },
    offset: 3,
  },
  {
    client: "languagetool-rust: JSON within a form, lists as text",
    source: "jeertmans/languagetool-rust src/api/check/requests.rs",
    path: "/v2/check",
    headers: FORM,
    body: form({
      data: JSON.stringify(ANNOTATED),
      language: "auto",
      preferredVariants: "en-GB",
      enabledOnly: "false",
      level: "picky",
    }),
    reads: {
      ...PLACE,
      ...MESSAGE,
      ...RULE,
      ...CATEGORY,
      sentence: "string",
      shortMessage: "string",
      "type.typeName": "string",
      ignoreForIncompleteSentence: "boolean",
      contextForSureMatch: "number",
    },
    offset: 5,
  },
  {
    client: "Sublime Text: a GET",
    source: "gtarawneh/languagetool-sublime LTServer.py",
    method: "GET",
    path: "/v2/check",
    headers: {},
    body: form({ text: TEXT, language: "auto", enabledOnly: "false" }),
    reads: { ...PLACE, ...MESSAGE, ...RULE },
    offset: 3,
  },
];
