import { describe, expect, it } from "vitest";
import { Drafter } from "./draft.js";

const EOS = 1;
const vocabulary = ["<pad>", "</s>", "<unk>"];

/** Ids of tokens written as `_word` or, where they go on with a word, `ing`. */
function ids(text: string): number[] {
  return text
    .split(" ")
    .filter((token) => token !== "")
    .map((token) => {
      const spelling = token.replace("_", "\u0120");
      const known = vocabulary.indexOf(spelling);
      return known >= 0 ? known : vocabulary.push(spelling) - 1;
    });
}

const texts = (tokens: readonly number[]) =>
  tokens.map((token) => vocabulary[token]?.replace("\u0120", "_")).join(" ");

/** A drafter that drafted the whole of `source`. */
function drafterOf(source: string): Drafter {
  const drafter = new Drafter([...ids(source), EOS], { eos: EOS, vocabulary });
  expect(drafter.draft(99)).toEqual({ tokens: ids(source), end: EOS });
  return drafter;
}

const GO = "_she _go to _school";

describe("Drafter", () => {
  it.each([
    { name: "another form replaces the word", count: 1, token: "_goes", rest: "_to _school" },
    { name: "another word is inserted", count: 1, token: "_did", rest: "_go _to _school" },
    { name: "the next token skips one", count: 1, token: "_to", rest: "_school" },
    { name: "the last token skips two", count: 1, token: "_school", rest: "" },
    { name: "a mark is inserted before a word", count: 1, token: ",", rest: "_go _to _school" },
    { name: "more is written behind the end", count: 4, token: ".", rest: "" },
  ])("goes on in the source: $name", ({ count, token, rest }) => {
    const drafter = drafterOf("_she _go _to _school");
    drafter.accept(count, ids(token)[0] as number);
    expect(texts(drafter.draft(99).tokens)).toBe(rest);
  });

  it.each([
    {
      name: "a whole word by its form",
      source: "_two inform ation s _here",
      token: "_information",
    },
    {
      name: "a word in pieces by its letter",
      source: "_two _f umd amental _here",
      token: "_fundamental",
    },
    { name: "a mark by a mark", source: "_two ; _here", token: "," },
    { name: "the rest of a word", source: "_two _be lei ve _here", token: "lieve", count: 2 },
    {
      name: "a word that is ended by the next one",
      source: "_two _work s _here",
      token: "_here",
      count: 2,
    },
  ])("replaces $name", ({ source, token, count = 1 }) => {
    const drafter = drafterOf(source);
    drafter.accept(count, ids(token)[0] as number);
    expect(texts(drafter.draft(99).tokens)).toBe(token === "_here" ? "" : "_here");
  });

  it("knows words as SentencePiece writes them", () => {
    const spellings = [
      "<pad>",
      "</s>",
      "\u2581two",
      "\u2581inform",
      "s",
      "\u2581here",
      "\u2581informed",
    ];
    const drafter = new Drafter([2, 3, 4, 5, EOS], { eos: EOS, vocabulary: spellings });
    drafter.draft(99);
    drafter.accept(1, 6);
    expect(drafter.draft(99).tokens).toEqual([5]);
  });

  it("makes the edits that the model is expected to make, and takes back those it is not", () => {
    const source = "_he _go _to _school _by _bus _every _days";
    const drafter = drafterOf(source);
    drafter.expect(4, ids("_on")[0] as number);
    drafter.expect(5, ids("_the")[0] as number);
    drafter.expect(7, ids("_day")[0] as number);
    drafter.accept(1, ids("_goes")[0] as number);
    expect(texts(drafter.draft(99).tokens)).toBe("_to _school _on _by _the _bus _every _day");
    drafter.expect(2, ids("_by")[0] as number);
    drafter.accept(0, ids("_a")[0] as number);
    expect(texts(drafter.draft(99).tokens)).toBe("_to _school _by _the _bus _every _day");
  });

  it("goes back to what it took for replaced", () => {
    const drafter = drafterOf("_a _work _day");
    drafter.accept(1, ids("_working")[0] as number);
    expect(texts(drafter.draft(99).tokens)).toBe("_day");
    drafter.accept(0, ids("_work")[0] as number);
    expect(texts(drafter.draft(99).tokens)).toBe("_day");
  });

  it("gives up a word after three tokens that are nowhere near", () => {
    const drafter = drafterOf("_a _b _c");
    for (const token of ids("_x1 _x2 _x3")) {
      drafter.accept(0, token);
      expect(texts(drafter.draft(99).tokens)).toBe("_a _b _c");
    }
    drafter.accept(0, ids("_x4")[0] as number);
    expect(texts(drafter.draft(99).tokens)).toBe("_b _c");
  });

  it.each([
    { room: 2, draft: { tokens: ids("_she _go"), end: undefined } },
    { room: 0, draft: { tokens: [], end: undefined } },
  ])("drafts at most what there is room for: $room", ({ room, draft }) => {
    const drafter = new Drafter([...ids(GO), EOS], { eos: EOS, vocabulary });
    expect(drafter.draft(room)).toEqual(draft);
  });

  it("drafts the end of the sentence where the model is expected to end", () => {
    const drafter = drafterOf("_yes _no _no");
    drafter.expect(1, EOS);
    drafter.accept(0, ids("_yes")[0] as number);
    expect(drafter.draft(99)).toEqual({ tokens: [], end: EOS });
  });

  it("ends a draft that is expected to grow without end", () => {
    const drafter = drafterOf("_a");
    const again = ids("_x")[0] as number;
    for (let n = 0; n < 20; n++) {
      const { tokens } = drafter.draft(99);
      expect(tokens.length).toBeLessThan(12);
      drafter.expect(tokens.length, again);
      drafter.accept(0, again);
    }
  });
});
