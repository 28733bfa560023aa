import type { Evaluation, Measurement } from "./evaluation.js";

/** One condition of a promotion. */
export interface PromotionCheck {
  readonly name: string;
  readonly passed: boolean;
  /** The numbers and what was asked, in words. */
  readonly says: string;
}

export interface PromotionDecision {
  readonly promote: boolean;
  /** One sentence. */
  readonly reason: string;
  readonly checks: readonly PromotionCheck[];
}

/**
 * Whether a candidate may replace the model that serves: it must beat it by the margin in the
 * experiment and break no limit.
 * @param refused versions that an operator took back; they do not return by themselves.
 */
export function decidePromotion(
  evaluation: Pick<Evaluation, "rule" | "candidate" | "serving">,
  refused: readonly string[] = [],
): PromotionDecision {
  const { candidate, serving } = evaluation;
  const preconditions = [checkLoads(candidate), checkNew(candidate, serving, refused)];
  const stopped = preconditions.find((check) => !check.passed);
  const checks = stopped ? preconditions : [...preconditions, ...checkScores(evaluation)];
  const failed = checks.filter((check) => !check.passed);
  const [gain] = checks.filter((check) => check.name === "metric");
  if (failed.length === 0) {
    return { promote: true, reason: `Promoted: ${gain?.says ?? "no limit is broken"}`, checks };
  }
  const reason = `Not promoted: ${failed.map((check) => check.says).join("; ")}`;
  return { promote: false, reason, checks };
}

function checkLoads({ fault }: Measurement): PromotionCheck {
  const says =
    fault === undefined ? "it loads and answers its probes" : `it cannot serve: ${fault}`;
  return { name: "loads", passed: fault === undefined, says };
}

function checkNew(
  candidate: Measurement,
  serving: Measurement,
  refused: readonly string[],
): PromotionCheck {
  if (candidate.version === serving.version) {
    return { name: "new", passed: false, says: `version ${candidate.version} serves already` };
  }
  if (candidate.version !== null && refused.includes(candidate.version)) {
    const says = `version ${candidate.version} was rolled back; only \`gramai promote\` brings it back`;
    return { name: "new", passed: false, says };
  }
  return { name: "new", passed: true, says: "it does not serve yet" };
}

function checkScores({
  rule,
  candidate,
  serving,
}: Pick<Evaluation, "rule" | "candidate" | "serving">): PromotionCheck[] {
  const regressions = candidate.scores["measured.regressions"] ?? 0;
  return [
    checkMetric(rule.metric, rule.margin, candidate, serving),
    ...checkDrops(rule.metric, rule.max_drop, candidate, serving),
    {
      name: "regressions",
      passed: regressions >= rule.min_regressions,
      says: `${points(regressions)} % of the regression list right, at least ${points(rule.min_regressions)} % asked`,
    },
    {
      name: "size",
      passed: candidate.bytes > 0 && candidate.bytes <= rule.max_bytes,
      says: `${candidate.bytes} bytes, at most ${rule.max_bytes} asked`,
    },
    {
      name: "latency",
      passed: candidate.msPerSentence <= rule.max_ms_per_sentence,
      says: `${points(candidate.msPerSentence)} ms a sentence, at most ${points(rule.max_ms_per_sentence)} ms asked`,
    },
  ];
}

function checkMetric(
  metric: string,
  margin: number,
  candidate: Measurement,
  serving: Measurement,
): PromotionCheck {
  const [ours, theirs] = [candidate.scores[metric], serving.scores[metric]];
  const name = "metric";
  if (ours === undefined) {
    return { name, passed: false, says: `the candidate has no score ${metric}` };
  }
  if (serving.fault !== undefined) {
    return {
      name,
      passed: true,
      says: `${metric} is ${points(ours)}, and the serving model is broken`,
    };
  }
  if (theirs === undefined) {
    const says = `the serving model has no score ${metric} to compare with; choose another metric, or promote by hand`;
    return { name, passed: false, says };
  }
  const gain = ours - theirs;
  // Scores are rounded to hundredths; the sum of their rounding errors must not decide.
  const enough = gain >= margin - 1e-9 && (margin < 0 || gain > 1e-9);
  const says = `${metric} is ${points(ours)}, serving ${points(theirs)}: ${gain < 0 ? "" : "+"}${points(gain)} where ${margin > 0 ? "+" : ""}${points(margin)} is asked`;
  return { name, passed: enough, says };
}

function checkDrops(
  metric: string,
  maxDrop: number,
  candidate: Measurement,
  serving: Measurement,
): PromotionCheck[] {
  if (serving.fault !== undefined) return [];
  return Object.entries(serving.scores)
    .filter(([name]) => name !== metric && candidate.scores[name] !== undefined)
    .map(([name, theirs]) => {
      const ours = candidate.scores[name] as number;
      const says = `${name} is ${points(ours)}, serving ${points(theirs)}: a fall of at most ${points(maxDrop)} allowed`;
      return { name, passed: theirs - ours <= maxDrop + 1e-9, says };
    });
}

function points(value: number): string {
  return String(Math.round(value * 100) / 100);
}
