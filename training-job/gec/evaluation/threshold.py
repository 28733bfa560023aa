"""Which edits to make: confidences of edits and evidence in sentences that give the best scores on development sets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from gec.decision import text_edits
from gec.evaluation.sets import DevSet
from gec.metrics.benchmark_text import answer_tokens
from gec.metrics.edits import extract_edits
from gec.metrics.gleu import gleu
from gec.metrics.m2 import EditCounts, max_match
from gec.rewriter import Rewriter
from gec.rule import Rule, TextEdit, apply_text_edits

# Share of clean sentences that must come back unchanged at least: 98 % and a margin (a standard error is 0.3), so
# that others than the deciding ones are left alone as well.
LEAST_IDENTITY = 0.985
EDIT_CONFIDENCES = (0.0, 0.2, 0.3, 0.4, 0.5)
SPELLING_CONFIDENCES = (None, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
# 0 to 0.9995, finer from 0.95 on, where most evidence lies.
SENTENCE_CONFIDENCES = (*(k / 200 for k in range(190)), *(k / 2000 for k in range(1900, 2000)))
# Scores this close are the same but for noise, in points.
TIE = 0.3
_BINS = 10


@dataclass(frozen=True, slots=True)
class Proposals:
    """Texts with the edits proposed for each."""

    texts: list[str]
    edits: list[list[TextEdit]]

    @classmethod
    def of(cls, rewriter: Rewriter, texts: list[str]) -> Proposals:
        rewrites = rewriter.rewrite(texts)
        return cls(texts, [text_edits(text, rewrite) for text, rewrite in zip(texts, rewrites, strict=True)])

    def outputs(self, rule: Rule) -> list[str]:
        """The corrected texts."""
        return [apply_text_edits(text, rule.keeps(edits)) for text, edits in zip(self.texts, self.edits, strict=True)]

    def identity(self, rule: Rule) -> float:
        """Share (0 to 1) of the texts that are left as they are."""
        same = sum(a == b for a, b in zip(self.outputs(rule), self.texts, strict=True))
        return same / len(self.texts)


@dataclass(frozen=True, slots=True)
class Answers:
    """A development set with the edits proposed for each of its sentences."""

    dev_set: DevSet
    proposals: Proposals

    @classmethod
    def of(cls, rewriter: Rewriter, dev_set: DevSet) -> Answers:
        return cls(dev_set, Proposals.of(rewriter, dev_set.texts))

    def tokens(self, rule: Rule) -> list[list[str]]:
        """The corrected texts in the benchmark's tokens."""
        outputs = self.proposals.outputs(rule)
        return [answer_tokens(line, text) for line, text in zip(self.dev_set.lines, outputs, strict=True)]

    def counts(self, rule: Rule) -> EditCounts:
        return max_match(self.tokens(rule), self.dev_set.gold)

    def gleu(self, rule: Rule) -> float | None:
        """Points, 0 to 100; None where the set has edits and no references."""
        if not self.dev_set.references:
            return None
        sources = [list(sentence.source) for sentence in self.dev_set.gold]
        return gleu(sources, self.tokens(rule), self.dev_set.references)


@dataclass(frozen=True, slots=True)
class Scored:
    """A rule and what it gives."""

    rule: Rule
    by_set: dict[str, EditCounts]
    gleu: dict[str, float]
    """Points, 0 to 100, of the sets that have references."""
    identity: float | None
    """Share (0 to 1) of clean sentences left alone; None without any."""

    @property
    def f05(self) -> float:
        """Mean over the sets, 0 to 1."""
        return sum(counts.f05 for counts in self.by_set.values()) / len(self.by_set)

    @property
    def score(self) -> float:
        """Mean of F0.5 of every set and GLEU where there is one, 0 to 100."""
        scores = [100 * counts.f05 for counts in self.by_set.values()] + list(self.gleu.values())
        return sum(scores) / len(scores)


def rules(clean: Proposals | None) -> list[Rule]:
    """The rules worth scoring: for each confidence of edits, and of respellings where there are any, the laxest
    of sentences that leaves `LEAST_IDENTITY` of the clean ones alone; without clean ones no sentence is judged."""
    if clean is None:
        return [Rule(confidence) for confidence in EDIT_CONFIDENCES]
    respells = any(edit.spelling for edits in clean.edits for edit in edits)
    return [
        Rule(confidence, _laxest(clean, confidence, spelling), spelling)
        for confidence in EDIT_CONFIDENCES
        for spelling in (SPELLING_CONFIDENCES if respells else (None,))
        if spelling is None or spelling >= confidence
    ]


def _laxest(clean: Proposals, confidence: float, spelling: float | None) -> float:
    """The stricter, the more is left alone, so the place is found by halving."""
    steps = [step for step in SENTENCE_CONFIDENCES if step >= confidence]
    return steps[min(bisect_left(steps, LEAST_IDENTITY, key=lambda s: clean.identity(Rule(confidence, s, spelling))),
                     len(steps) - 1)]  # fmt: skip


def sweep(answers: Sequence[Answers], clean: Proposals | None) -> list[Scored]:
    """Scores of every rule worth it. Raises ValueError without a set."""
    if not answers:
        raise ValueError("expected at least one development set to choose the threshold on, got none")
    return [
        Scored(
            rule,
            {a.dev_set.name: a.counts(rule) for a in answers},
            {a.dev_set.name: score for a in answers if (score := a.gleu(rule)) is not None},
            clean.identity(rule) if clean else None,
        )
        for rule in rules(clean)
    ]


def choose(rows: Sequence[Scored]) -> Scored:
    """Among the rules that leave enough clean sentences alone, where one does, and score within `TIE` of the best of
    them: the one of the best GLEU, which counts what is left undone as well, or else of the lowest thresholds."""
    enough = [row for row in rows if row.identity is None or row.identity >= LEAST_IDENTITY] or list(rows)
    best = max(row.score for row in enough)
    tied = [row for row in enough if row.score >= best - TIE]

    def place(row: Scored) -> tuple[float, ...]:
        return (-sum(row.gleu.values()), row.rule.min_confidence, row.rule.min_sentence_confidence, -row.score)

    return min(tied, key=place)


def calibration(answers: Sequence[Answers]) -> list[dict[str, float | int]]:
    """Per tenth of confidence: edits, their mean confidence, and the share that an annotator made too.

    An edit is right when, made alone, all it changes in the benchmark's tokens is in one
    annotator's edits. Annotators leave some good edits out, so the share is a lower bound.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for answer in answers:
        proposals = answer.proposals
        rows = zip(answer.dev_set.gold, answer.dev_set.lines, proposals.texts, proposals.edits, strict=True)
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
