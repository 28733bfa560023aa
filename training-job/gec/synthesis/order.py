"""Words in the wrong place."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import WORD, Sentence
from gec.synthesis.words import BE_FORMS, CLOSED, DO_FORMS, HAVE_FORMS, MODALS, SUBJECT_PRONOUNS

_MOVABLE = frozenset("always usually often sometimes never also just only really still already even not".split())
_QUESTIONS = frozenset("what where when why how who which".split())
_AFTER = CLOSED | {""}


def adverb(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A frequency adverb or "not" one place too early or late."""
    places = []
    for i in s.words():
        if s.low[i] in _MOVABLE:
            places.extend(pair for pair in ((i - 1, i), (i, i + 1)) if _free(s, *pair))
    return _swap(s, rng, places)


def adjective(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """An adjective after its noun."""
    places = [
        (i, i + 1)
        for i in s.words()
        if _free(s, i, i + 1)
        and s.low[i] not in CLOSED
        and s.low[i + 1] not in CLOSED
        and res.lexicon[s.low[i]].adjective
        and not res.lexicon[s.low[i]].singular
        and res.lexicon[s.low[i + 1]].singular
        and s.word_at(i + 2) in _AFTER
    ]
    return _swap(s, rng, places)


def question(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A question in statement order, or an indirect question in question order."""
    verbs = MODALS | BE_FORMS | HAVE_FORMS | DO_FORMS
    places = []
    for i in s.words():
        if not _free(s, i, i + 1):
            continue
        if (s.low[i] in verbs and s.low[i + 1] in SUBJECT_PRONOUNS | {"there"}) or (
            s.low[i] in SUBJECT_PRONOUNS
            and s.low[i + 1] in MODALS | {"is", "are", "was", "were"}
            and s.word_at(i - 1) in _QUESTIONS
        ):
            places.append((i, i + 1))
    return _swap(s, rng, places)


def adjacent(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Two neighbours swapped, one of them a small word."""
    places = [
        (i, i + 1)
        for i in s.words()
        if _free(s, i, i + 1)
        and (s.low[i] in CLOSED) != (s.low[i + 1] in CLOSED)
        and s.low[i] not in ("and", "or", "a", "an", "the")
    ]
    return _swap(s, rng, places)


def _free(s: Sentence, i: int, j: int) -> bool:
    return (
        i >= 0
        and j < len(s.tok)
        and s.kind[i] == s.kind[j] == WORD
        and s.gap[j] == " "
        and not s.used[i]
        and not s.used[j]
        and (j + 1 == len(s.tok) or s.tok[j + 1] != "-")
    )


def _swap(s: Sentence, rng: random.Random, places: list[tuple[int, int]]) -> bool:
    if not places:
        return False
    s.swap(*rng.choice(places))
    return True
