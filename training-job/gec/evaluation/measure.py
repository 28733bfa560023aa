"""All numbers of one corrector, as plain data for evaluation.json and as tables."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from gec.decision import apply_text_edits, text_edits
from gec.evaluation.sets import Plan, Synthesis
from gec.evaluation.threshold import Answers, calibration, choose, sweep
from gec.metrics.table import format_table
from gec.rewriter import Rewriter
from gec.synthesis import Corruptor

_SEED = 1


def measure(rewriter: Rewriter, plan: Plan, min_confidence: float | None) -> dict[str, Any]:
    """Scores by part of the plan.

    `min_confidence` None chooses the threshold on the sets that decide; without any, the model's own holds.
    """
    result: dict[str, Any] = {}
    answers = [Answers.of(rewriter, dev_set) for dev_set in plan.sets]
    deciding = [a for a in answers if a.dev_set.decide]
    if deciding:
        rows = sweep(deciding)
        chosen = choose(rows)
        result["decision"] = {
            "chosen": chosen.min_confidence,
            "sweep": [
                {
                    "minConfidence": row.min_confidence,
                    "f05": _points(row.f05),
                    "gleu": None if row.gleu is None else round(row.gleu, 2),
                    **{name: _counts(counts) for name, counts in row.by_set.items()},
                }
                for row in rows
            ],
            "calibration": calibration(deciding),
        }
        min_confidence = chosen.min_confidence if min_confidence is None else min_confidence
    threshold = rewriter.min_confidence if min_confidence is None else min_confidence
    result["minConfidence"] = threshold
    result["sets"] = {a.dev_set.name: set_scores(a, threshold) for a in answers}
    if plan.clean:
        outputs = correct(rewriter, plan.clean, threshold)
        unchanged = sum(a == b for a, b in zip(outputs, plan.clean, strict=True))
        result["clean"] = {"sentences": len(outputs), "identity": _points(unchanged / len(outputs))}
    if plan.regressions:
        outputs = correct(rewriter, [source for source, _ in plan.regressions], threshold)
        exact = sum(a in targets for a, (_, targets) in zip(outputs, plan.regressions, strict=True))
        result["regressions"] = {"sentences": len(outputs), "exact": _points(exact / len(outputs))}
    if plan.synthesis:
        result["kinds"] = recall_by_kind(rewriter, plan.synthesis, threshold)
    return result


def correct(rewriter: Rewriter, texts: Sequence[str], min_confidence: float) -> list[str]:
    rewrites = rewriter.rewrite(texts)
    return [apply_text_edits(t, text_edits(t, r), min_confidence) for t, r in zip(texts, rewrites, strict=True)]


def set_scores(answers: Answers, min_confidence: float) -> dict[str, Any]:
    """Points, 0 to 100. `identity`: sentences left alone; `exact`: sentences equal to a reference."""
    dev_set = answers.dev_set
    tokens = answers.tokens(min_confidence)
    sources = [list(sentence.source) for sentence in dev_set.gold]
    scores: dict[str, Any] = {"sentences": len(tokens), **_counts(answers.counts(min_confidence))}
    scores["identity"] = _points(sum(a == b for a, b in zip(tokens, sources, strict=True)) / len(tokens))
    if dev_set.references:
        scores["gleu"] = round(answers.gleu(min_confidence), 2)
        scores["gleuOfSource"] = round(answers.gleu(math.inf), 2)  # no edit is that sure
        met = sum(any(reference[i] == row for reference in dev_set.references) for i, row in enumerate(tokens))
        scores["exact"] = _points(met / len(tokens))
    return scores


def recall_by_kind(rewriter: Rewriter, synthesis: Synthesis, min_confidence: float) -> dict[str, Any]:
    """Of the sentences corrupted by one kind of error alone, the share restored exactly."""
    corruptor = Corruptor.from_resources(synthesis.rates, synthesis.resources)
    rng = random.Random(_SEED)
    cases: list[tuple[str, str, str]] = []
    for target in synthesis.texts:
        source, kinds = corruptor.corrupt(target, rng)
        if len(set(kinds)) == 1:
            cases.append((kinds[0], source, target))
    outputs = correct(rewriter, [source for _, source, _ in cases], min_confidence)
    restored: dict[str, list[bool]] = defaultdict(list)
    for (kind, _, target), output in zip(cases, outputs, strict=True):
        restored[kind].append(output == target)
    return {
        kind: {"sentences": len(hits), "recall": _points(sum(hits) / len(hits))}
        for kind, hits in sorted(restored.items())
    }


def tables(result: dict[str, Any]) -> str:
    """The numbers for people."""
    columns = ("set", "sentences", "gleu", "gleuOfSource", "precision", "recall", "f05", "exact", "identity")
    rows = [{"set": name, **scores} for name, scores in result["sets"].items()]
    rows += [{"set": part, **result[part]} for part in ("clean", "regressions") if part in result]
    parts = [f"edits with a confidence of at least {result['minConfidence']:.2f}", format_table(columns, rows)]
    if "decision" in result:
        sweep_rows = [{**row, "edits ≥": f"{row['minConfidence']:.2f}"} for row in result["decision"]["sweep"]]
        parts.append(format_table(("edits ≥", "f05", "gleu"), sweep_rows))
        parts.append(format_table(("from", "edits", "confidence", "right"), result["decision"]["calibration"]))
    if "kinds" in result:
        kinds = [{"kind": kind, **scores} for kind, scores in result["kinds"].items()]
        parts.append(format_table(("kind", "sentences", "recall"), kinds))
    return "\n\n".join(parts)


def _counts(counts: Any) -> dict[str, Any]:
    return {
        "precision": _points(counts.precision),
        "recall": _points(counts.recall),
        "f05": _points(counts.f05),
    }


def _points(share: float) -> float:
    return round(100 * share, 2)
