import { describe, expect, it } from "vitest";
import { correctRequestSchema } from "./request.js";

const options = (values: object) => ({ text: "x", options: values });

const CASES: { name: string; body: unknown; ok: boolean }[] = [
  { name: "a text", body: { text: "He have a car" }, ok: true },
  { name: "an empty text", body: { text: "" }, ok: true },
  { name: "texts", body: { texts: ["a", "b"] }, ok: true },
  {
    name: "all options",
    body: options({
      minConfidence: 0.5,
      numBeams: 4,
      alternatives: 3,
      variant: "en-GB",
      ignoreWords: ["foo"],
      protect: [{ start: 0, end: 1 }],
    }),
    ok: true,
  },
  { name: "nothing", body: {}, ok: false },
  { name: "a list", body: ["x"], ok: false },
  { name: "a string", body: "x", ok: false },
  { name: "null", body: null, ok: false },
  { name: "a text that is a number", body: { text: 5 }, ok: false },
  { name: "text and texts", body: { text: "a", texts: ["b"] }, ok: false },
  { name: "no texts", body: { texts: [] }, ok: false },
  { name: "an unknown key", body: { text: "a", lang: "en" }, ok: false },
  { name: "an unknown option", body: options({ beams: 2 }), ok: false },
  { name: "a variant that is no English", body: options({ variant: "de-DE" }), ok: false },
  { name: "confidence above 1", body: options({ minConfidence: 1.1 }), ok: false },
  { name: "half a beam", body: options({ numBeams: 1.5 }), ok: false },
  { name: "no beams", body: options({ numBeams: 0 }), ok: false },
  { name: "too many beams", body: options({ numBeams: 99 }), ok: false },
  {
    name: "a span that ends before it starts",
    body: options({ protect: [{ start: 2, end: 1 }] }),
    ok: false,
  },
  { name: "an empty word", body: options({ ignoreWords: [""] }), ok: false },
  { name: "spans for many texts", body: { texts: ["a"], options: { protect: [] } }, ok: false },
];

describe("correctRequestSchema", () => {
  it.each(CASES)("$name: $ok", ({ body, ok }) => {
    expect(correctRequestSchema.safeParse(body).success).toBe(ok);
  });
});
