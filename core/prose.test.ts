import { describe, expect, it } from "vitest";
import { isProse } from "./prose.js";
import { protectedSpans } from "./protect.js";

const CASES = [
  { text: "He have a car.", prose: true },
  { text: "helo", prose: true },
  { text: "i dont no waht too do becuz its hard", prose: true },
  { text: "The caf\u00e9 in M\u00fcnchen serves cr\u00e8me br\u00fbl\u00e9e to all.", prose: true },
  { text: "He said \u4f60\u597d to me and left.", prose: true },
  { text: "I read Der Spiegel and La Repubblica.", prose: true },
  { text: 'He said: "No!" "Why?"', prose: true },
  { text: "[sic] he have a car", prose: true },
  { text: "12.5 + 3 = 15.5", prose: false },
  { text: "\u2026 !!! \u{1f600}", prose: false },
  { text: "\u4f60\u597d\uff0c\u4e16\u754c\u3002", prose: false },
  {
    text: "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645",
    prose: false,
  },
  { text: "\u041e\u043d \u0441\u043a\u0430\u0437\u0430\u043b OK", prose: false },
  { text: "https://example.com/a/b", prose: false },
  { text: "`npm install`", prose: false },
  { text: "for (let i = 0; i < n; i++) { a[i] = b; }", prose: false },
  { text: '{"name": "x", "tags": ["a", "b"]}', prose: false },
  { text: "Der Hund ist nicht mit dem Mann auf der Stra\u00dfe.", prose: false },
  { text: "Le chat est dans la maison avec une souris.", prose: false },
  { text: "El perro no es de la se\u00f1ora que vive en Madrid.", prose: false },
  { text: "Il gatto non \u00e8 nella casa della signora.", prose: false },
  { text: "Lorem ipsum dolor sit amet, consectetur adipiscing elit.", prose: false },
  { text: "T\u00f4i kh\u00f4ng bi\u1ebft n\u00f3i ti\u1ebfng Anh.", prose: false },
  { text: "a lone \ud800 surrogate", prose: false },
  { text: "a NUL \0 within", prose: false },
  { text: "an escape \u001b[31m sequence", prose: false },
  { text: "was it \ufffd or what", prose: false },
  { text: "two lines\r\nand a\ttab", prose: true },
];

describe("isProse", () => {
  it.each(CASES)("$text: $prose", ({ text, prose }) => {
    expect(isProse(text, protectedSpans(text))).toBe(prose);
  });
});
