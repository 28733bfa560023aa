import { describe, expect, it } from "vitest";
import { editKind } from "./kind.js";

/** "before [original>replacement] after" as an edit. */
function parse(marked: string) {
  const [, before = "", original = "", replacement = "", after = ""] =
    /^(.*?)\[([^>]*)>([^\]]*)\](.*)$/s.exec(marked) ?? [];
  return { before, original, replacement, after };
}

const KINDS: [string, string][] = [
  ["I [recieve>receive] it", "R:SPELL"],
  ["a [beautifull>beautiful] day", "R:SPELL"],
  ["[teh>the] cat", "R:SPELL"],
  ["[i>I] go", "R:ORTH"],
  ["in [london>London]", "R:ORTH"],
  ["[alot>a lot] of", "R:ORTH"],
  ["[in side>inside] it", "R:ORTH"],
  ["a [well known>well-known] man", "R:ORTH"],
  ["one[  > ]two", "R:ORTH"],
  ["a car[>.]", "M:PUNCT"],
  ["a car[.>?]", "R:PUNCT"],
  ["he said[,>] that", "U:PUNCT"],
  ["good[, and>. And] he", "R:PUNCT"],
  ["I [dont>don't] know", "R:CONTR"],
  ["[Its>It's] good", "R:CONTR"],
  ["my [friends>friend's] car", "R:NOUN:POSS"],
  ["He [have>has] a car", "R:VERB:SVA"],
  ["They [was>were] late", "R:VERB:SVA"],
  ["She [go>goes] home", "R:VERB:SVA"],
  ["She always [want>wants] more", "R:VERB:SVA"],
  ["She [dont>doesn't] know", "R:VERB:SVA"],
  ["I [go>went] home", "R:VERB:TENSE"],
  ["I [walk>walked] home", "R:VERB:TENSE"],
  ["I [have went>went] home", "R:VERB:TENSE"],
  ["She [is go>goes] home", "R:VERB:TENSE"],
  ["I [am >]agree", "U:VERB:TENSE"],
  ["to [going>go] home", "R:VERB:FORM"],
  ["She can [swims>swim]", "R:VERB:FORM"],
  ["has [went>gone] home", "R:VERB:FORM"],
  ["want [>to ]go", "M:VERB:FORM"],
  ["many [informations>information] here", "R:NOUN:INFL"],
  ["two [child>children] played", "R:NOUN:NUM"],
  ["three [city>cities]", "R:NOUN:NUM"],
  ["I have [>a ]car", "M:DET"],
  ["[a>an] apple", "R:DET"],
  ["in [the >]nature", "U:DET"],
  ["depends [of>on] it", "R:PREP"],
  ["listen [>to ]music", "M:PREP"],
  ["[me>I] go", "R:PRON"],
  ["he came [although>but] late", "R:CONJ"],
  ["[more >]taller", "U:ADJ:FORM"],
  ["the [gooder>good] one", "R:ADJ:FORM"],
  ["go [quick>quickly]", "R:MORPH"],
  ["a [differ>difference]", "R:MORPH"],
  ["why [is he>he is] here", "R:WO"],
  ["he [did>made] a mistake", "R:VERB"],
  ["he [blah foo>something else]", "R:OTHER"],
];

describe("editKind", () => {
  it.each(KINDS)("%s is %s", (marked, kind) => {
    expect(editKind(parse(marked))).toBe(kind);
  });
});
