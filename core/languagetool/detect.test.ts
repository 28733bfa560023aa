import { describe, expect, it } from "vitest";
import { detectLanguage } from "./detect.js";

describe("detectLanguage", () => {
  it.each([
    { text: "He have a car and I recieve mail.", code: "en", source: "words" },
    { text: "Zebras graze.", code: "en", source: "fallback" },
    { text: "", code: "en", source: "fallback" },
    { text: "\u{1f642} 1234", code: "en", source: "fallback" },
    { text: "The die is cast, and so is the word \u201cund\u201d.", code: "en", source: "words" },
    { text: "I do not think so, i said.", code: "en", source: "words" },
    { text: "Das ist nicht ein englischer Satz.", code: "de", source: "words" },
    {
      text: "Je ne suis pas s\u00fbr que cette phrase est en anglais.",
      code: "fr",
      source: "words",
    },
    {
      text: "Esta frase no est\u00e1 escrita en ingl\u00e9s, pero es muy corta.",
      code: "es",
      source: "words",
    },
    {
      text: "Questa frase non \u00e8 scritta in inglese, ma \u00e8 anche corta.",
      code: "it",
      source: "words",
    },
    {
      text: "Esta frase n\u00e3o \u00e9 inglesa, mas \u00e9 uma frase.",
      code: "pt",
      source: "words",
    },
    { text: "Dit is een zin die niet in het Engels is.", code: "nl", source: "words" },
    { text: "To nie jest zdanie po angielsku.", code: "pl", source: "words" },
    {
      text: "\u042d\u0442\u043e \u043d\u0435 \u0430\u043d\u0433\u043b\u0438\u0439\u0441\u043a\u0438\u0439.",
      code: "ru",
      source: "script",
    },
    {
      text: "\u0426\u0435 \u043d\u0435 \u0430\u043d\u0433\u043b\u0456\u0439\u0441\u044c\u043a\u0430.",
      code: "uk",
      source: "script",
    },
    { text: "\u3053\u308c\u306f\u6587\u3067\u3059\u3002", code: "ja", source: "script" },
    { text: "\u8fd9\u662f\u4e2d\u6587\u3002", code: "zh", source: "script" },
    { text: "The word \u8fd9 is Chinese.", code: "en", source: "words" },
  ])("takes $text for $code", ({ text, code, source }) => {
    const found = detectLanguage(text);
    expect(found).toMatchObject({ code, source });
    expect(found.confidence > 0).toBe(source !== "fallback");
    expect(found.confidence).toBeLessThanOrEqual(1);
  });
});
