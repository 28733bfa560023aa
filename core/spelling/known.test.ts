import { describe, expect, it } from "vitest";
import { embeddedLexicon } from "../test-support/lexicon.js";
import { isKnown } from "./known.js";

const lexicon = embeddedLexicon();
const list = (text: string): string[] => text.split(" ");

describe("isKnown", () => {
  it.each(
    list(
      "house houses don't teacher's teachers' informations equipments teached cutted choosed " +
        "unaccounted reschedule nonsmoker waterless smartphone carefulness café",
    ),
  )("takes %s for a word, or a wrong form of one", (word) => {
    expect(isKnown(lexicon, word)).toBe(true);
  });

  it.each(
    list(
      "dont thats shes untill stoped developped truely basicly happyness studys usefull alot " +
        "infact goverment becouse valueable",
    ),
  )("takes %s for a misspelling", (word) => {
    expect(isKnown(lexicon, word)).toBe(false);
  });
});
