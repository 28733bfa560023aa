"""Which of the edits proposed for a sentence are made."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: Share of a further edit's weight that counts for its sentence: edits of one sentence are seldom independent.
_SHARE = 0.5
#: Log-odds below its bar from which on an edit tells nothing: a fiftieth of the bar's odds.
_REACH = 4.0
_LEAST_PROBABILITY = 1e-5


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replaces `source[start:end]`, in characters, by `replacement`."""

    start: int
    end: int
    replacement: str
    confidence: float
    """Probability (0 to 1) of the least certain token of the replacement; where text is taken away,
    of the token after it as well. The same as `core/confidence.ts`."""
    evidence: float
    """How much speaks for a mistake in this place (0 to 1): `gec.decision.edit_evidence`."""
    spelling: bool = False
    """Whether it leaves the words as they are: spelling, case, spaces."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence is left alone unless the evidence of its edits reaches `min_sentence_confidence`, or that of those of
    spelling, case or spaces `min_spelling_confidence`, alone or together (`reaches_bar`); of the others, edits whose
    confidence is below `min_confidence` are dropped. All 0 to 1; the same as `core/correct.ts`."""

    min_confidence: float = 0.0
    min_sentence_confidence: float = 0.0
    min_spelling_confidence: float | None = None
    """None: as that of sentences."""

    def keeps(self, edits: Sequence[TextEdit]) -> list[TextEdit]:
        """The edits of one sentence that are made."""
        if not reaches_bar([(edit.evidence, self._bar(edit)) for edit in edits]):
            return []
        return [edit for edit in edits if edit.confidence >= self.min_confidence]

    def _bar(self, edit: TextEdit) -> float:
        spelling = self.min_spelling_confidence
        return spelling if edit.spelling and spelling is not None else self.min_sentence_confidence


def reaches_bar(edits: Sequence[tuple[float, float]]) -> bool:
    """Whether enough speaks for mistakes in a sentence that its edits are made: the same as `core/sentence-bar.ts`.

    edits: of each its evidence and the bar that it alone would have to reach, 0 to 1. Evidence above a bar, in
    log-odds, adds up over edits, as in naive Bayes: what the surest has, and half of what each other has from `_REACH`
    below on.
    """
    surest, *others = sorted((logit(evidence) - logit(bar) for evidence, bar in edits), reverse=True) or [-math.inf]
    return surest + _SHARE * sum(max(0.0, margin + _REACH) for margin in others) >= 0


def logit(probability: float) -> float:
    """Log-odds; probabilities nearer to 0 and 1 than 0.00001 say nothing more."""
    p = min(max(probability, _LEAST_PROBABILITY), 1 - _LEAST_PROBABILITY)
    return math.log(p / (1 - p))


def thresholds(rule: Rule) -> dict[str, float]:
    """As a model version's manifest writes them."""
    spelling = rule.min_spelling_confidence
    return {
        "minConfidence": rule.min_confidence,
        "minSentenceConfidence": rule.min_sentence_confidence,
        **({} if spelling is None else {"minSpellingConfidence": spelling}),
    }


def apply_text_edits(source: str, edits: Sequence[TextEdit]) -> str:
    """`source` with the sorted, disjoint `edits` made."""
    parts: list[str] = []
    place = 0
    for edit in edits:
        parts += [source[place : edit.start], edit.replacement]
        place = edit.end
    return "".join([*parts, source[place:]])
