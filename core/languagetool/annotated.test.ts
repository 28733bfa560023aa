import { describe, expect, it } from "vitest";
import { Random } from "../test-support/random.js";
import { type AnnotationPart, annotatedText } from "./annotated.js";

describe("annotatedText", () => {
  const text = annotatedText([
    { markup: "<p>" },
    { text: "A \u{1f642}" },
    { text: " b" },
    { markup: "<br>", interpretAs: "\n" },
    { text: "c" },
    { markup: "</p>" },
  ]);

  it("tells what is read from what is written", () => {
    expect(text.original).toBe("<p>A \u{1f642} b<br>c</p>");
    expect(text.plain).toBe("A \u{1f642} b\nc");
    expect(text.interpreted).toEqual([{ start: 6, end: 7 }]);
  });

  const rows: readonly { name: string; span: [number, number]; original: string | undefined }[] = [
    { name: "text across two parts", span: [2, 6], original: "\u{1f642} b" },
    { name: "text after mark-up", span: [7, 8], original: "c" },
    { name: "the reading of mark-up", span: [6, 7], original: undefined },
    { name: "text and mark-up", span: [5, 8], original: undefined },
    { name: "a place in text", span: [1, 1], original: "" },
  ];
  it.each(rows)("finds $name", ({ span: [start, end], original }) => {
    const found = text.toOriginal({ start, end });
    expect(found && text.original.slice(found.start, found.end)).toBe(original);
  });

  it.each([
    { at: 0, original: 3, side: "after the mark-up at the start" },
    { at: 6, original: 9, side: "before the mark-up that ends text" },
    { at: 7, original: 13, side: "after the mark-up that begins text" },
    { at: 8, original: 14, side: "before the mark-up at the end" },
  ])("places an insertion at $at $side", ({ at, original }) => {
    expect(text.toOriginal({ start: at, end: at })).toEqual({ start: original, end: original });
  });

  it("covers mark-up with the text around it", () => {
    expect(text.cover({ start: 5, end: 8 })).toEqual({ start: 8, end: 14 });
    expect(text.cover({ start: 6, end: 7 })).toEqual({ start: 9, end: 13 });
  });

  it("takes no text at all", () => {
    const empty = annotatedText([{ markup: "<hr>" }]);
    expect(empty).toMatchObject({ plain: "", original: "<hr>" });
    expect(empty.toOriginal({ start: 0, end: 0 })).toBeUndefined();
  });

  it("finds each span of text that is written in one stretch, and no other", () => {
    const random = new Random(1);
    for (let round = 0; round < 500; round++) {
      const parts = Array.from({ length: random.int(0, 8) }, (): AnnotationPart => {
        if (random.chance(0.5)) return { text: "abcd\u{1f642}".slice(random.int(0, 5)) };
        const interpretAs = "123".slice(random.int(0, 4));
        return { markup: "WXYZ".slice(random.int(0, 5)), interpretAs };
      });
      const { plain, toOriginal } = annotatedText(parts);
      const places = placesOf(parts);
      for (let start = 0; start < plain.length; start++) {
        for (let end = start + 1; end <= plain.length; end++) {
          const from = places[start] ?? -1;
          const inOne = places.slice(start, end).every((at, i) => from >= 0 && at === from + i);
          const expected = inOne ? { start: from, end: from + end - start } : undefined;
          expect(toOriginal({ start, end })).toEqual(expected);
        }
      }
    }
  });
});

/** For each unit of the plain text its place in the original, -1 for what stands for mark-up. */
function placesOf(parts: readonly AnnotationPart[]): number[] {
  const places: number[] = [];
  let at = 0;
  for (const { text, markup = "", interpretAs = "" } of parts) {
    if (text === undefined) places.push(...Array.from(interpretAs, () => -1));
    else places.push(...Array.from({ length: text.length }, (_, i) => at + i));
    at += (text ?? markup).length;
  }
  return places;
}
