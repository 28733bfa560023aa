"""Recall by kind of error: right sentences with one kind of error each, made as in training."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gec.evaluation.sets import Synthesis
from gec.synthesis import Corruptor

_SEED = 1


@dataclass(frozen=True, slots=True)
class KindCase:
    """A sentence with errors of one kind, and as it was before."""

    kind: str
    source: str
    target: str


def single_kind_cases(synthesis: Synthesis) -> list[KindCase]:
    """The same cases for the same plan; sentences that got no error, or several kinds, are left out."""
    corruptor = Corruptor.from_resources(synthesis.rates, synthesis.resources)
    rng = random.Random(_SEED)
    cases = []
    for target in synthesis.texts:
        source, kinds = corruptor.corrupt(target, rng)
        if len(set(kinds)) == 1:
            cases.append(KindCase(kinds[0], source, target))
    return cases


def recall_by_kind(cases: Sequence[KindCase], outputs: Sequence[str]) -> dict[str, dict[str, Any]]:
    """By kind: number of sentences, and the share (points, 0 to 100) restored exactly."""
    restored: dict[str, list[bool]] = defaultdict(list)
    for case, output in zip(cases, outputs, strict=True):
        restored[case.kind].append(output == case.target)
    return {
        kind: {"sentences": len(hits), "recall": round(100 * sum(hits) / len(hits), 2)}
        for kind, hits in sorted(restored.items())
    }
