import type { WordDistance } from "./distance.js";
import type { SentencePrint } from "./hash.js";
import { isEnglish } from "./language.js";
import type { Filters } from "./options.js";
import type { RejectReason } from "./rows.js";
import type { Shared } from "./shared.js";
import type { Text } from "./text.js";
import { CONTROL } from "./units.js";

/** A row as the filters see it. Word counts are runs of letters and digits. */
export interface Measured {
  /** Empty in clean text. */
  readonly source: Text;
  readonly target: Text;
  readonly shared: Shared;
  readonly sourceWords: number;
  readonly targetPrint: SentencePrint;
}

/** Words by which sides may differ in length whatever their ratio. */
const SLACK_WORDS = 4;

/** Words that may differ however short the sides are: case and marks alone can change each. */
const FREE_EDITS = 3;

/** What the filters say of a row: why it is not taken, or how many of its words differ. */
export type Verdict = RejectReason | number;

/** Judges a row, cheap questions first. */
export function judge(row: Measured, filters: Filters, distance: WordDistance): Verdict {
  const { source, target, shared, sourceWords, targetPrint } = row;
  const targetWords = targetPrint.words;
  const clean = source.length === 0;
  if (target.length === 0) return "empty";
  if ((source.classes | target.classes) & CONTROL) return "control_characters";
  const shorter = clean ? targetWords : Math.min(sourceWords, targetWords);
  const longer = clean ? targetWords : Math.max(sourceWords, targetWords);
  if (shorter < filters.minWords) return "too_short";
  if (longer > filters.maxWords) return "too_long";
  if (longer > shorter * filters.maxRatio && longer - shorter > SLACK_WORDS) return "ratio";
  let edits = 0;
  if (!clean) {
    const most = Math.max(FREE_EDITS, Math.floor(longer * filters.maxEditShare));
    edits = distance.upTo(most, source, target, shared);
    if (edits > most) return "too_different";
    if (!filters.keepUnchanged && shared.start === source.length && shared.start === target.length)
      return "unchanged";
  }
  if (filters.language === "en" && !isEnglish(target, targetPrint)) return "language";
  return edits;
}
