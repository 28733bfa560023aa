"""Scores of texts corrected elsewhere, by the same measures as our own models'."""

from __future__ import annotations

from typing import Any

from gec.evaluation.kinds import recall_by_kind, single_kind_cases
from gec.evaluation.sets import DevSet, Plan
from gec.metrics.benchmark_text import answer_tokens
from gec.metrics.gleu import gleu
from gec.metrics.m2 import max_match

CLEAN, REGRESSIONS, ENTITIES, KINDS = "clean", "regressions", "entities", "kinds"


def texts_of(plan: Plan) -> dict[str, list[str]]:
    """What a system is asked to correct, by part of the plan."""
    texts = {dev_set.name: dev_set.texts for dev_set in plan.sets}
    if plan.clean:
        texts[CLEAN] = plan.clean
    if plan.regressions:
        texts[REGRESSIONS] = [source for source, _ in plan.regressions]
    if plan.entities:
        texts[ENTITIES] = [text for text, _ in plan.entities]
    if plan.synthesis:
        texts[KINDS] = [case.source for case in single_kind_cases(plan.synthesis)]
    return texts


def untouched(text: str, keep: tuple[str, ...], answer: str) -> bool:
    """Whether every string to keep is in the answer as often as it is in the text."""
    return all(answer.count(string) == text.count(string) for string in keep)


def score_system(plan: Plan, answers: dict[str, list[str]]) -> dict[str, dict[str, Any]]:
    """Points, 0 to 100, by part. Raises ValueError where a part has not one answer a text."""
    for name, texts in texts_of(plan).items():
        if len(answers.get(name, [])) != len(texts):
            raise ValueError(f"{name}: expected {len(texts)} answers, got {len(answers.get(name, []))}")
    scores = {dev_set.name: _score_set(dev_set, answers[dev_set.name]) for dev_set in plan.sets}
    if plan.clean:
        same = sum(a == b for a, b in zip(answers[CLEAN], plan.clean, strict=True))
        scores[CLEAN] = {"sentences": len(plan.clean), "identity": _points(same / len(plan.clean))}
    if plan.regressions:
        missed = [
            {"source": source, "answer": answer, "targets": list(targets)}
            for (source, targets), answer in zip(plan.regressions, answers[REGRESSIONS], strict=True)
            if answer not in targets
        ]
        right = len(plan.regressions) - len(missed)
        scores[REGRESSIONS] = {
            "sentences": len(plan.regressions), "exact": _points(right / len(plan.regressions)), "missed": missed,
        }  # fmt: skip
    if plan.entities:
        rows = zip(plan.entities, answers[ENTITIES], strict=True)
        broken = [{"text": text, "answer": a} for (text, keep), a in rows if not untouched(text, keep, a)]
        kept = len(plan.entities) - len(broken)
        scores[ENTITIES] = {
            "sentences": len(plan.entities), "untouched": _points(kept / len(plan.entities)), "missed": broken,
        }  # fmt: skip
    if plan.synthesis:
        cases = single_kind_cases(plan.synthesis)
        restored = sum(answer == case.target for answer, case in zip(answers[KINDS], cases, strict=True))
        scores[KINDS] = {
            "sentences": len(cases), "exact": _points(restored / len(cases)),
            "byKind": recall_by_kind(cases, answers[KINDS]),
        }  # fmt: skip
    return scores


def _score_set(dev_set: DevSet, answers: list[str]) -> dict[str, Any]:
    tokens = [answer_tokens(line, text) for line, text in zip(dev_set.lines, answers, strict=True)]
    counts = max_match(tokens, dev_set.gold)
    scores: dict[str, Any] = {
        "sentences": len(tokens),
        "precision": _points(counts.precision),
        "recall": _points(counts.recall),
        "f05": _points(counts.f05),
    }
    if dev_set.references:
        sources = [list(sentence.source) for sentence in dev_set.gold]
        scores["gleu"] = round(gleu(sources, tokens, dev_set.references), 2)
    return scores


def _points(share: float) -> float:
    return round(100 * share, 2)
