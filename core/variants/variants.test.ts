import { describe, expect, it } from "vitest";
import { keepVariant } from "./variants.js";
import { VARIANTS } from "./words.js";

/** Spellings that differ between Britain and America, British first. */
const PAIRS =
  "colour/color favourite/favorite honour/honor neighbour/neighbor behaviour/behavior flavour/flavor labour/labor rumour/rumor humour/humor harbour/harbor odour/odor armour/armor endeavour/endeavor colourful/colorful honourable/honorable neighbourhood/neighborhood organise/organize realise/realize recognised/recognized apologising/apologizing organisation/organization civilisation/civilization criticises/criticizes emphasise/emphasize analyse/analyze paralysed/paralyzed centre/center theatre/theater metres/meters litre/liter fibre/fiber calibre/caliber sombre/somber meagre/meager travelled/traveled travelling/traveling traveller/traveler cancelled/canceled labelled/labeled modelling/modeling fuelled/fueled levelled/leveled jewellery/jewelry marvellous/marvelous counsellor/counselor enrol/enroll fulfil/fulfill skilful/skillful instalment/installment wilful/willful distil/distill catalogue/catalog dialogue/dialog analogue/analog defence/defense offence/offense pretence/pretense licence/license practise/practice programme/program cheque/check tyre/tire kerb/curb storey/story draught/draft grey/gray plough/plow mould/mold sceptical/skeptical moustache/mustache pyjamas/pajamas aluminium/aluminum artefact/artifact cosy/cozy manoeuvre/maneuver oestrogen/estrogen anaemia/anemia paediatric/pediatric encyclopaedia/encyclopedia archaeology/archeology haemoglobin/hemoglobin judgement/judgment acknowledgement/acknowledgment ageing/aging learnt/learned spelt/spelled dreamt/dreamed burnt/burned leapt/leaped whilst/while towards/toward mum/mom"
    .split(" ")
    .map((pair) => pair.split("/") as [string, string]);

describe("a spelling of one variant", () => {
  it.each(PAIRS)("%s and %s stay as they were written", (british, american) => {
    expect(keepVariant(british, american, undefined)).toBe(british);
    expect(keepVariant(american, british, undefined)).toBe(american);
    expect(keepVariant(british, american, "en-GB")).toBe(british);
    expect(keepVariant(british, american, "en-AU")).toBe(british);
    expect(keepVariant(american, british, "en-US")).toBe(american);
  });
});

describe("keepVariant", () => {
  it.each([
    ["another variant asked for", "colour", "color", "en-US", "color"],
    ["Oxford's spelling in Britain", "organize", "organise", "en-GB", "organize"],
    ["Oxford's spelling in Australia", "organize", "organise", "en-AU", "organise"],
    ["what is right twice in Canada", "judgement", "judgment", "en-CA", "judgement"],
    ["a verb as Canada has it", "organise", "organize", "en-CA", "organize"],
    ["capitals", "COLOUR", "Color", undefined, "Colour"],
    ["all capitals", "colour", "COLOR", undefined, "COLOUR"],
    [
      "a word in a phrase",
      "my favourite colours is",
      "my favorite colors are",
      undefined,
      "my favourite colours are",
    ],
    ["a part of a word", "colour-blind", "color-blind", undefined, "colour-blind"],
    ["a possessive", "neighbour\u2019s", "neighbor\u2019s", undefined, "neighbour\u2019s"],
    ["a misspelling with no variant", "colur", "color", undefined, "color"],
    ["a misspelling in Britain", "colur", "color", "en-GB", "colour"],
    ["a misspelling in America", "orgnaise", "organise", "en-US", "organize"],
    ["a word with two meanings", "chekc", "check", "en-GB", "check"],
    ["a plural with a verb's look", "analysises", "analyses", "en-US", "analyses"],
    ["a misspelling that looks like a variant", "sence", "sense", undefined, "sense"],
    ["a doubled letter that all write", "controled", "controlled", "en-US", "controlled"],
    ["a doubled letter that nobody spares", "speling", "spelling", undefined, "spelling"],
    ["a verb that is never in z", "exercize", "exercise", "en-US", "exercise"],
    ["another word", "four", "for", "en-GB", "for"],
    ["an insertion", "", "the color", undefined, "the color"],
  ] as const)("%s: %s to %s in %s is %s", (_, original, replacement, variant, kept) => {
    expect(keepVariant(original, replacement, variant)).toBe(kept);
  });

  it.each([
    [
      "a noun in s is wrong everywhere",
      "I need more ",
      "practise",
      "practice",
      undefined,
      "practice",
    ],
    ["a noun in s in Britain", "It is common ", "practise", "practice", "en-GB", "practice"],
    ["a noun is never spelt as the verb", "Out of ", "practice", "practise", "en-GB", "practice"],
    ["a verb of either side stays", "We ", "practise", "practice", undefined, "practise"],
    ["a verb of either side stays", "We ", "practice", "practise", undefined, "practice"],
    ["a verb in Britain", "You must always ", "practice", "practise", "en-GB", "practise"],
    ["a verb in Britain is right", "She wants to ", "practise", "practice", "en-GB", "practise"],
    ["a verb in America", "They ", "practise", "practice", "en-US", "practice"],
    ["a noun in America", "The ", "practice", "practise", "en-US", "practice"],
    ["what may be either stays", "Doctors ", "practise", "practice", "en-GB", "practise"],
    ["what may be either, in America", "Doctors ", "practise", "practice", "en-US", "practice"],
    ["no infinitive", "It is due to ", "practise", "practice", "en-GB", "practice"],
    ["no noun after some", "Some ", "practise", "practice", "en-GB", "practise"],
    ["a form of the verb", "He has ", "practised", "practiced", undefined, "practised"],
    ["a new form of the verb", "He was ", "practisng", "practising", "en-US", "practicing"],
    ["a verb in c is wrong everywhere", "They will ", "licence", "license", undefined, "license"],
    ["a verb's form in c too", "It is ", "licenced", "licensed", "en-GB", "licensed"],
    ["a noun in Britain", "My driving ", "license", "licence", "en-GB", "licence"],
    ["a noun in America", "My driver\u2019s ", "license", "licence", "en-US", "license"],
    ["a noun of either side stays", "A ", "license", "licence", undefined, "license"],
    [
      "a noun within the replacement",
      "It takes ",
      "much practise",
      "a lot of practice",
      "en-AU",
      "a lot of practice",
    ],
  ] as const)(
    "tells noun from verb: %s (%s%s, %s)",
    (_, before, original, replacement, variant, kept) => {
      expect(keepVariant(original, replacement, variant, before)).toBe(kept);
    },
  );

  it("brings no spelling that its variant lacks", () => {
    for (const variant of VARIANTS) {
      for (const [british, american] of PAIRS) {
        const wrong = variant === "en-US" ? british : american;
        const kept = keepVariant("x", wrong, variant);
        expect([british, american]).toContain(kept);
        expect(keepVariant("x", kept, variant)).toBe(kept);
      }
    }
  });
});
