"""All numbers of one corrector, as plain data for evaluation.json and as tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from gec.evaluation.answers import untouched
from gec.evaluation.kinds import recall_by_kind, single_kind_cases
from gec.evaluation.sets import Plan
from gec.evaluation.threshold import Answers, Proposals, calibration, choose, sweep
from gec.metrics.table import format_table
from gec.rewriter import Rewriter
from gec.rule import Rule, thresholds


def measure(rewriter: Rewriter, plan: Plan, rule: Rule | None) -> dict[str, Any]:
    """Scores by part of the plan.

    `rule` None chooses it on the sets and clean sentences that decide; without a set, the model's own holds.
    """
    result: dict[str, Any] = {}
    answers = [Answers.of(rewriter, dev_set) for dev_set in plan.sets]
    deciding = [a for a in answers if a.dev_set.decide]
    if deciding:
        clean = Proposals.of(rewriter, plan.deciding_clean) if plan.deciding_clean else None
        chosen, result["decision"] = decide(deciding, clean)
        rule = rule or chosen
    rule = rule or rewriter.rule
    result |= thresholds(rule)
    result["sets"] = {a.dev_set.name: set_scores(a, rule) for a in answers}
    if plan.clean:
        identity = Proposals.of(rewriter, plan.clean).identity(rule)
        result["clean"] = {"sentences": len(plan.clean), "identity": _points(identity)}
    if plan.regressions:
        outputs = Proposals.of(rewriter, [source for source, _ in plan.regressions]).outputs(rule)
        exact = sum(a in targets for a, (_, targets) in zip(outputs, plan.regressions, strict=True))
        result["regressions"] = {"sentences": len(outputs), "exact": _points(exact / len(outputs))}
    if plan.entities:
        outputs = Proposals.of(rewriter, [text for text, _ in plan.entities]).outputs(rule)
        kept = sum(untouched(*row, output) for row, output in zip(plan.entities, outputs, strict=True))
        result["entities"] = {"sentences": len(outputs), "untouched": _points(kept / len(outputs))}
    if plan.synthesis:
        cases = single_kind_cases(plan.synthesis)
        outputs = Proposals.of(rewriter, [case.source for case in cases]).outputs(rule)
        result["kinds"] = recall_by_kind(cases, outputs)
    return result


def decide(answers: Sequence[Answers], clean: Proposals | None) -> tuple[Rule, dict[str, Any]]:
    """The best rule, and as plain data what every rule gives and how right the confidences are."""
    rows = sweep(answers, clean)
    chosen = choose(rows).rule
    return chosen, {
        "chosen": thresholds(chosen),
        "sweep": [
            {
                **thresholds(row.rule),
                "score": round(row.score, 2),
                "f05": _points(row.f05),
                **({} if row.identity is None else {"identity": _points(row.identity)}),
                **{
                    name: {**_counts(counts), **({"gleu": round(row.gleu[name], 2)} if name in row.gleu else {})}
                    for name, counts in row.by_set.items()
                },
            }
            for row in rows
        ],
        "calibration": calibration(answers),
    }


def set_scores(answers: Answers, rule: Rule) -> dict[str, Any]:
    """Points, 0 to 100. `identity`: sentences left alone; `exact`: sentences equal to a reference."""
    dev_set = answers.dev_set
    tokens = answers.tokens(rule)
    sources = [list(sentence.source) for sentence in dev_set.gold]
    scores: dict[str, Any] = {"sentences": len(tokens), **_counts(answers.counts(rule))}
    scores["identity"] = _points(sum(a == b for a, b in zip(tokens, sources, strict=True)) / len(tokens))
    if dev_set.references:
        scores["gleu"] = round(answers.gleu(rule), 2)
        scores["gleuOfSource"] = round(answers.gleu(Rule(math.inf)), 2)  # no edit is that sure
        met = sum(any(reference[i] == row for reference in dev_set.references) for i, row in enumerate(tokens))
        scores["exact"] = _points(met / len(tokens))
    return scores


def tables(result: dict[str, Any]) -> str:
    """The numbers for people."""
    columns = (
        "set",
        "sentences",
        "gleu",
        "gleuOfSource",
        "precision",
        "recall",
        "f05",
        "exact",
        "identity",
        "untouched",
    )
    rows = [{"set": name, **scores} for name, scores in result["sets"].items()]
    rows += [{"set": part, **result[part]} for part in ("clean", "regressions", "entities") if part in result]
    rule = f"edits from {result['minConfidence']:.2f}, sentences from {result['minSentenceConfidence']:.4f}"
    parts = [rule, format_table(columns, rows)]
    if "decision" in result:
        parts += decision_tables(result["decision"])
    if "kinds" in result:
        kinds = [{"kind": kind, **scores} for kind, scores in result["kinds"].items()]
        parts.append(format_table(("kind", "sentences", "recall"), kinds))
    return "\n\n".join(parts)


def decision_tables(decision: dict[str, Any]) -> list[str]:
    """What every rule gives, and how right the confidences are."""
    rows = [
        {
            "edits ≥": f"{row['minConfidence']:.2f}",
            "sentences ≥": f"{row['minSentenceConfidence']:.4f}",
            "spelling ≥": f"{row.get('minSpellingConfidence', row['minSentenceConfidence']):.4f}",
            **row,
        }
        for row in decision["sweep"]
    ]
    columns = ("edits ≥", "sentences ≥", "spelling ≥", "score", "f05", "identity")
    return [
        format_table(columns, rows),
        format_table(("from", "edits", "confidence", "right"), decision["calibration"]),
    ]


def _counts(counts: Any) -> dict[str, Any]:
    return {
        "precision": _points(counts.precision),
        "recall": _points(counts.recall),
        "f05": _points(counts.f05),
    }


def _points(share: float) -> float:
    return round(100 * share, 2)
