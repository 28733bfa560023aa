import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CLASS_RULES, ruleOf } from "./rules.js";

describe("ruleOf", () => {
  it.each([
    { type: "R:SPELL", language: "en-US", id: "MORFOLOGIK_RULE_EN_US", category: "TYPOS" },
    { type: "R:SPELL", language: "en", id: "MORFOLOGIK_RULE_EN_US", category: "TYPOS" },
    { type: "R:SPELL", language: "en-GB", id: "MORFOLOGIK_RULE_EN_GB", category: "TYPOS" },
    { type: "R:VERB:SVA", language: "en", id: "GRAMAI_VERB_SVA", category: "GRAMMAR" },
    { type: "M:DET", language: "en", id: "GRAMAI_DET", category: "GRAMMAR" },
    { type: "U:PUNCT", language: "en", id: "GRAMAI_PUNCT", category: "PUNCTUATION" },
    { type: "R:NEW:KIND", language: "en", id: "GRAMAI_OTHER", category: "MISC" },
  ])("files $type in $language under $id", ({ type, language, id, category }) => {
    expect(ruleOf(type, language)).toMatchObject({ id, category: { id: category } });
  });

  it("has no rule that the documentation lacks", () => {
    const page = readFileSync(new URL("../../docs/languagetool.md", import.meta.url), "utf8");
    for (const { id, category, issueType, description } of Object.values(CLASS_RULES)) {
      expect(page).toContain(`| \`${id}\` | ${category.id} | ${issueType} | ${description} |`);
    }
  });
});
