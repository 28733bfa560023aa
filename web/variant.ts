/** How the writer spells: as the text has it, or one variant of English. */
export const VARIANTS = ["as-written", "en-US", "en-GB", "en-AU", "en-CA"] as const;
export type Variant = (typeof VARIANTS)[number];

export const VARIANT_NAMES: Readonly<Record<Variant, string>> = {
  "as-written": "As I write it",
  "en-US": "American (en-US)",
  "en-GB": "British (en-GB)",
  "en-AU": "Australian (en-AU)",
  "en-CA": "Canadian (en-CA)",
};

type Side = "american" | "british";

/** Pairs of endings and middles by which the variants differ, British first, and how Canada writes them. */
const FAMILIES: readonly {
  readonly british: RegExp;
  readonly american: string;
  readonly canada: Side;
}[] = [
  { british: /is(?=(?:e[drs]?|ers|ing|ations?|able)$)/, american: "iz", canada: "american" },
  { british: /ys(?=(?:e[drs]?|ers|ing)$)/, american: "yz", canada: "american" },
  // Not "four" and "for", "filled" and "filed", which are mistakes.
  { british: /(?<=..)our(?=$|s$|ed$|ing$|able$|ite|ful|hood)/, american: "or", canada: "british" },
  { british: /(?<=..[bt])re(?=s?$)/, american: "er", canada: "british" },
  { british: /(?<=...)ll(?=(?:ed|ing|ers?)$)/, american: "l", canada: "british" },
  { british: /ogue(?=s?$)/, american: "og", canada: "british" },
  { british: /enc(?=es?$)/, american: "ens", canada: "british" },
];

/**
 * Whether a change only turns one variant's spelling into another's against the writer's choice:
 * "colour" to "color" unless American was chosen.
 */
export function isUnwantedRespelling(
  original: string,
  replacement: string,
  variant: Variant,
): boolean {
  const [before, after] = [original.toLowerCase(), replacement.toLowerCase()];
  for (const { british, american, canada } of FAMILIES) {
    const toAmerican = before.replace(british, american) === after && before !== after;
    const toBritish = after.replace(british, american) === before && before !== after;
    if (!toAmerican && !toBritish) continue;
    if (variant === "as-written") return true;
    const wanted = variant === "en-US" ? "american" : variant === "en-CA" ? canada : "british";
    return wanted !== (toAmerican ? "american" : "british");
  }
  return false;
}
