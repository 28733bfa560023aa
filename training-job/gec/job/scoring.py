"""What a job measures its model on: rows held out, test rows of its datasets, the store's own sets."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from gec.config import Experiment, Source
from gec.corpus import read_rows
from gec.evaluation.measure import measure
from gec.evaluation.sets import DevSet, Plan, load_evaluation_plan
from gec.job.fetch import EVALUATION
from gec.job.inputs import Inputs
from gec.metrics.benchmark_text import tokenise
from gec.metrics.edits import extract_edits
from gec.metrics.m2 import Annotated
from gec.rewriter import Rewriter
from gec.synthesis import Corruptor

#: Rows of one set at most; they are in the order of the data.
SET_ROWS = 400
#: Right sentences that the thresholds are chosen on, at most.
CLEAN_ROWS = 1000
_PARTS = ("sets", "clean", "regressions", "kinds")


def make_plan(experiment: Experiment, inputs: Inputs, corruptor: Corruptor) -> Plan:
    """Sets `<source>_holdout` and `<source>_test`, and those of `evaluation.yaml` in the data root.

    The thresholds are chosen on the sets and clean sentences of `evaluation.yaml` that decide, else on the
    held-out rows and their right sides.
    Raises PlanError or OSError when `evaluation.yaml` is wrong.
    """
    path = inputs.root / EVALUATION
    plan = load_evaluation_plan(path, inputs.root) if path.is_file() else Plan()
    decides = not any(dev_set.decide for dev_set in plan.sets)
    sets = []
    for name, source in experiment.data.sources.items():
        rng = random.Random(f"{experiment.seed}:{name}")
        for part, rows in (("holdout", _held_out(inputs, name, source)), ("test", _test(inputs, name, source))):
            taken = islice(((w or corruptor.corrupt(r, rng)[0], r) for w, r in rows), SET_ROWS)
            pairs = [(tokenise(wrong).split(), tokenise(right).split()) for wrong, right in taken]
            if pairs:
                sets.append(_dev_set(f"{name}_{part}", pairs, decides and part == "holdout"))
    clean = plan.deciding_clean or _right_sides(experiment, inputs)
    return replace(plan, sets=[*sets, *plan.sets], deciding_clean=clean)


def measure_model(rewriter: Rewriter, plan: Plan) -> dict[str, Any]:
    """`gec.evaluation.measure`'s result, with the threshold chosen where there is a set to choose it on."""
    return measure(rewriter, plan, None)


def all_scores(summary: dict[str, Any], measured: dict[str, Any]) -> dict[str, Any]:
    """The scores of a result by dotted path: `eval_loss`, `holdout.<source>.changed`, `sets.<name>.gleu`, ..."""
    scores: dict[str, Any] = {}
    if "loss" in summary:
        scores["eval_loss"] = summary["loss"]
    held_out: dict[str, dict[str, float]] = {}
    for name, value in summary.items():
        source, slash, metric = name.rpartition("/")
        if slash:
            held_out.setdefault(source, {})[metric] = value
    if held_out:
        scores["holdout"] = held_out
    return {**scores, **{part: measured[part] for part in _PARTS if measured.get(part)}}


def score_at(scores: dict[str, Any], path: str) -> float | None:
    """The number at a dotted path; None where there is none."""
    value: Any = scores
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return float(value) if isinstance(value, int | float) else None


def _held_out(inputs: Inputs, name: str, source: Source) -> Iterator[tuple[str, str]]:
    path: Path = inputs.prepared / f"{name}.holdout.tsv"
    for row in path.read_text(encoding="utf-8").splitlines():
        wrong, _, right = row.rpartition("\t")
        yield wrong if source.kind != "clean" else "", right


def _right_sides(experiment: Experiment, inputs: Inputs) -> list[str]:
    rows = (right for name, source in experiment.data.sources.items() for _, right in _held_out(inputs, name, source))
    return list(islice(dict.fromkeys(rows), CLEAN_ROWS))


def _test(inputs: Inputs, name: str, source: Source) -> Iterator[tuple[str, str]]:
    path = inputs.test_rows(name)
    if path.is_file():
        yield from read_rows(path, replace(source, limit=0))


def _dev_set(name: str, pairs: list[tuple[list[str], list[str]]], decide: bool) -> DevSet:
    gold = [
        Annotated(tuple(wrong), (tuple((edit,) for edit in extract_edits(wrong, right)),)) for wrong, right in pairs
    ]
    return DevSet(name, gold, [[right for _, right in pairs]], decide)
