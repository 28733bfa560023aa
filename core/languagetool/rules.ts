/** A rule as LanguageTool's clients know them: what an edit is filed under. */
export interface Rule {
  readonly id: string;
  readonly description: string;
  /** A category of the Internationalization Tag Set, by which clients colour what they underline. */
  readonly issueType: "misspelling" | "grammar" | "typographical" | "uncategorized";
  readonly category: { readonly id: string; readonly name: string };
}

const TYPOS = { id: "TYPOS", name: "Possible Typo" };
const GRAMMAR = { id: "GRAMMAR", name: "Grammar" };
const PUNCTUATION = { id: "PUNCTUATION", name: "Punctuation" };
const TYPOGRAPHY = { id: "TYPOGRAPHY", name: "Typography" };
const MISC = { id: "MISC", name: "Miscellaneous" };

/**
 * Start of the id of LanguageTool's own rule for unknown words, by which clients offer "add to
 * dictionary"; the variant follows.
 */
export const SPELLING_PREFIX = "MORFOLOGIK_RULE_";

/** Rules by the class of an edit's type ("VERB:SVA" of "R:VERB:SVA"). The ids are for good. */
export const CLASS_RULES: Readonly<Record<string, Rule>> = {
  ...rules(GRAMMAR, "grammar", {
    "ADJ:FORM": "Comparative and superlative forms",
    ADV: "Adverbs",
    CONJ: "Conjunctions",
    DET: "Articles and determiners",
    MORPH: "Form of the word",
    "NOUN:INFL": "Plurals that do not exist",
    "NOUN:NUM": "Singular and plural",
    "NOUN:POSS": "Possessive forms",
    PREP: "Prepositions",
    PRON: "Pronouns",
    VERB: "Choice of verb",
    "VERB:FORM": "Verb forms",
    "VERB:INFL": "Verb forms that do not exist",
    "VERB:SVA": "Agreement of verb and subject",
    "VERB:TENSE": "Verb tenses",
    WO: "Word order",
  }),
  ...rules(PUNCTUATION, "typographical", { PUNCT: "Punctuation" }),
  ...rules(TYPOGRAPHY, "typographical", {
    CONTR: "Apostrophes of contractions",
    ORTH: "Capitals, spaces and hyphens",
  }),
  ...rules(MISC, "uncategorized", { OTHER: "Wording" }),
};

/**
 * The rule of an edit.
 * @param type kind of the edit, as `editKind` gives it.
 * @param language BCP 47 tag of the text; plain `en` counts as American.
 */
export function ruleOf(type: string, language: string): Rule {
  const name = type.slice(type.indexOf(":") + 1);
  if (name === "SPELL") return spellingRule(language);
  return CLASS_RULES[name] ?? (CLASS_RULES.OTHER as Rule);
}

/** Every rule that an edit of a text may be filed under. @param language as for `ruleOf`. */
export function rulesOf(language: string): readonly Rule[] {
  return [spellingRule(language), ...Object.values(CLASS_RULES)];
}

/** True for the rule that means a word we do not know. */
export function isSpelling(rule: Rule): boolean {
  return rule.id.startsWith(SPELLING_PREFIX);
}

function spellingRule(language: string): Rule {
  const tag = language === "en" ? "en-US" : language;
  return {
    id: SPELLING_PREFIX + tag.toUpperCase().replaceAll("-", "_"),
    description: "Possible spelling mistake",
    issueType: "misspelling",
    category: TYPOS,
  };
}

function rules(
  category: Rule["category"],
  issueType: Rule["issueType"],
  descriptions: Readonly<Record<string, string>>,
): Record<string, Rule> {
  const entries = Object.entries(descriptions).map(([name, description]) => {
    const id = `GRAMAI_${name.replaceAll(":", "_")}`;
    return [name, { id, description, issueType, category }] as const;
  });
  return Object.fromEntries(entries);
}

/** Which rules a caller wants to hear of. */
export interface RuleChoice {
  readonly enabledRules: ReadonlySet<string>;
  readonly disabledRules: ReadonlySet<string>;
  readonly enabledCategories: ReadonlySet<string>;
  readonly disabledCategories: ReadonlySet<string>;
  /** Nothing but what is enabled. */
  readonly enabledOnly: boolean;
}

/** Whether a rule is wanted, in LanguageTool's order: a rule named wins over its category. */
export function isWanted({ id, category }: Rule, choice: RuleChoice): boolean {
  if (choice.enabledRules.has(id)) return true;
  if (choice.enabledOnly) return choice.enabledCategories.has(category.id);
  if (choice.disabledRules.has(id)) return false;
  return !choice.disabledCategories.has(category.id) || choice.enabledCategories.has(category.id);
}
