import { ruleOf } from "../core/languagetool/rules.js";

/** What suggestions are coloured and counted by. */
export const GROUPS = ["spelling", "grammar", "punctuation", "wording"] as const;
export type Group = (typeof GROUPS)[number];

export const GROUP_NAMES: Readonly<Record<Group, string>> = {
  spelling: "Spelling",
  grammar: "Grammar",
  punctuation: "Punctuation and case",
  wording: "Wording",
};

const GROUP_OF_ISSUE = {
  misspelling: "spelling",
  grammar: "grammar",
  typographical: "punctuation",
  uncategorized: "wording",
} as const;

/** Group of an edit's type, as `editKind` of core gives it. */
export function groupOf(type: string): Group {
  return GROUP_OF_ISSUE[ruleOf(type, "en").issueType];
}

/** Name of an edit's type for a reader. */
export function kindName(type: string): string {
  const rule = ruleOf(type, "en");
  return rule.issueType === "misspelling" ? "Spelling" : rule.description;
}
