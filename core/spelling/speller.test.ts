import { describe, expect, it } from "vitest";
import { embeddedLexicon, embeddedWords } from "../test-support/lexicon.js";
import { Random } from "../test-support/random.js";
import { randomText } from "../test-support/texts.js";
import { splitWords } from "../words.js";
import { respell } from "./speller.js";

const lexicon = embeddedLexicon();
const respelt = (text: string): string => respell(lexicon, text).text;

describe("respell", () => {
  it.each([
    ["I will recieve it.", "I will receive it."],
    ["It is definately true becouse of that.", "It is definitely true because of that."],
    ["The goverment knows.", "The government knows."],
    ["They find siences and tecnologies.", "They find sciences and technologies."],
    [
      "They find siences and tecnologies, becouse the goverment dont care.",
      "They find sciences and technologies, because the government don't care.",
    ],
    ["We preffer tea.", "We prefer tea."],
    ["It is probbably late.", "It is probably late."],
    ["She is intwerested in it.", "She is interested in it."],
    ["That is enuff for me.", "That is enough for me."],
    ["Wait untill tomorow.", "Wait until tomorrow."],
    ["I beleive you.", "I believe you."],
    ["It was a succesful enviroment.", "It was a successful environment."],
    ["We can seperate them.", "We can separate them."],
    ["He dont know thier names.", "He don't know their names."],
    ["I like it alot.", "I like it a lot."],
    ["It is, infact, right.", "It is, in fact, right."],
    ["The goverment's plan failed.", "The government's plan failed."],
    ["Becouse of him (and teh dog) we left.", "Because of him (and the dog) we left."],
  ])("%s", (text, wanted) => {
    expect(respelt(text)).toBe(wanted);
  });

  it.each([
    "The weather is nice today, isn't it?",
    "Yesterday Zhang Wei met Mrs Kowalczyk in Łódź.",
    "Ask tehfoo@exmaple.com or see www.recieve.com/teh_file.txt.",
    "Call recieve() or set definately=1 in teh.js.",
    "A teched-out co-wrker of theirs.",
    "He informed us of many informations.",
    "She teached and cutted it.",
    "C'est une phrase écrite dans une autre langue que personne ne comprend ici.",
    "Das Wetter war gestern so schlecht, dass wir nicht nach draussen gehen konnten.",
    "El gobierno no quiere que los estudiantes trabajen durante la semana.",
    "Il governo non vuole che gli studenti lavorino durante la settimana.",
    "The iPhone5 costs 300zł and uses USB3x.",
    "ok lol brb thx u r gr8",
    "\u{1f600} \u043f\u0440\u0438\u0432\u0435\u0442 \u4f60\u597d \u0645\u0631\u062d\u0628\u0627 \u{1d4d0}\u{1d4d1}",
    "",
  ])("leaves alone: %s", (text) => {
    expect(respell(lexicon, text)).toEqual({ text, respellings: [] });
  });

  it("takes own words for right, whatever their case", () => {
    const text = "Siences find siences and recieve them.";
    expect(respelt(text)).toBe("Sciences find sciences and receive them.");
    const own = new Set(["siences"]);
    expect(respell(lexicon, text, own).text).toBe("Siences find siences and receive them.");
  });

  it("says where it respelt, how sure it is, and what else was near", () => {
    const { text, respellings } = respell(lexicon, "They find siences nice.");
    const [respelling, ...more] = respellings;
    expect(more).toEqual([]);
    expect(text.slice(respelling?.start, respelling?.end)).toBe("sciences");
    expect(respelling?.confidence).toBeGreaterThan(0.5);
    expect(respelling?.confidence).toBeLessThan(1);
    expect(respelling?.alternatives.map((other) => other.text)).toContain("silences");
    expect(respelling?.alternatives.every(({ logRatio }) => logRatio <= 0)).toBe(true);
  });

  it("is surer of a likelier word", () => {
    const sureness = (text: string) => respell(lexicon, text).respellings[0]?.confidence ?? 0;
    expect(sureness("It is definately so.")).toBeGreaterThan(sureness("It is a fucture."));
  });

  it("touches unknown words only, and says all that it touched", () => {
    const random = new Random(6);
    for (let round = 0; round < 150; round++) {
      const text = randomText(random, 20);
      const { text: after, respellings } = respell(lexicon, text);
      let restored = "";
      let at = 0;
      for (const { start, end } of respellings) {
        restored += `${after.slice(at, start)}\0`;
        at = end;
      }
      restored += after.slice(at);
      const parts = restored.split("\0");
      const gaps = gapsBetween(text, parts);
      for (const word of gaps) expect(lexicon.indexOf(word.toLowerCase())).toBe(-1);
      expect(respell(lexicon, text)).toEqual({ text: after, respellings });
    }
  });

  it("leaves words of the list alone, one by one", () => {
    const random = new Random(7);
    const words = embeddedWords();
    for (let round = 0; round < 2000; round++) {
      const { word } = random.pick(words);
      expect(respelt(`it ${word} of`)).toBe(`it ${word} of`);
    }
  });
});

/** What stands in the text between parts that it is made of, in order; whole words. */
function gapsBetween(text: string, parts: readonly string[]): string[] {
  const gaps: string[] = [];
  let at = (parts[0] as string).length;
  expect(text.startsWith(parts[0] as string)).toBe(true);
  for (const part of parts.slice(1)) {
    const word = splitWords(text.slice(at))[0]?.text ?? "";
    expect(text.startsWith(part, at + word.length)).toBe(true);
    gaps.push(word);
    at += word.length + part.length;
  }
  expect(at).toBe(text.length);
  return gaps;
}
