"""Which edits to make: the least confidence that gives the best F0.5 on development sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gec.decision import TextEdit, apply_text_edits, text_edits
from gec.evaluation.sets import DevSet
from gec.metrics.benchmark_text import answer_tokens
from gec.metrics.edits import extract_edits
from gec.metrics.gleu import gleu
from gec.metrics.m2 import EditCounts, max_match
from gec.rewriter import Rewriter

THRESHOLDS = tuple(k / 20 for k in range(20))  # 0 to 0.95
_BINS = 10


@dataclass(frozen=True, slots=True)
class Answers:
    """A development set with the edits proposed for each of its sentences."""

    dev_set: DevSet
    texts: list[str]
    edits: list[list[TextEdit]]

    @classmethod
    def of(cls, rewriter: Rewriter, dev_set: DevSet) -> Answers:
        texts = dev_set.texts
        rewrites = rewriter.rewrite(texts)
        edits = [text_edits(text, rewrite) for text, rewrite in zip(texts, rewrites, strict=True)]
        return cls(dev_set, texts, edits)

    def outputs(self, min_confidence: float) -> list[str]:
        """The corrected texts."""
        pairs = zip(self.texts, self.edits, strict=True)
        return [apply_text_edits(text, edits, min_confidence) for text, edits in pairs]

    def tokens(self, min_confidence: float) -> list[list[str]]:
        """The corrected texts in the benchmark's tokens."""
        outputs = self.outputs(min_confidence)
        return [answer_tokens(line, text) for line, text in zip(self.dev_set.lines, outputs, strict=True)]

    def counts(self, min_confidence: float) -> EditCounts:
        return max_match(self.tokens(min_confidence), self.dev_set.gold)

    def gleu(self, min_confidence: float) -> float | None:
        """Points, 0 to 100; None where the set has edits and no references."""
        if not self.dev_set.references:
            return None
        sources = [list(sentence.source) for sentence in self.dev_set.gold]
        return gleu(sources, self.tokens(min_confidence), self.dev_set.references)


@dataclass(frozen=True, slots=True)
class Threshold:
    min_confidence: float
    f05: float
    """Mean over the sets, 0 to 1."""
    by_set: dict[str, EditCounts]
    gleu: float | None
    """Mean over the sets that have references, 0 to 100."""


def sweep(answers: Sequence[Answers]) -> list[Threshold]:
    """Scores at every threshold. Raises ValueError without a set."""
    if not answers:
        raise ValueError("expected at least one development set to choose the threshold on, got none")
    rows = []
    for threshold in THRESHOLDS:
        by_set = {a.dev_set.name: a.counts(threshold) for a in answers}
        f05 = sum(counts.f05 for counts in by_set.values()) / len(by_set)
        gleus = [score for a in answers if (score := a.gleu(threshold)) is not None]
        rows.append(Threshold(threshold, f05, by_set, sum(gleus) / len(gleus) if gleus else None))
    return rows


def choose(rows: Sequence[Threshold]) -> Threshold:
    """The best mean F0.5; on a tie the lowest threshold, which keeps the most edits."""
    return max(rows, key=lambda row: (row.f05, -row.min_confidence))


def calibration(answers: Sequence[Answers]) -> list[dict[str, float | int]]:
    """Per tenth of confidence: edits, their mean confidence, and the share that an annotator made too.

    An edit is right when, made alone, all it changes in the benchmark's tokens is in one
    annotator's edits. Annotators leave some good edits out, so the share is a lower bound.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for answer in answers:
        rows = zip(answer.dev_set.gold, answer.dev_set.lines, answer.texts, answer.edits, strict=True)
        for gold, line, text, edits in rows:
            annotators = [{edit for options in annotator for edit in options} for annotator in gold.annotators]
            for edit in edits:
                alone = extract_edits(gold.source, answer_tokens(line, apply_text_edits(text, [edit])))
                right = bool(alone) and any(wanted.issuperset(alone) for wanted in annotators)
                bins[min(int(edit.confidence * _BINS), _BINS - 1)].append((edit.confidence, right))
    return [
        {
            "from": k / _BINS,
            "edits": len(rows),
            "confidence": round(sum(c for c, _ in rows) / len(rows), 4),
            "right": round(sum(r for _, r in rows) / len(rows), 4),
        }
        for k, rows in enumerate(bins)
        if rows
    ]
