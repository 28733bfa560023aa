"""Noun number: missing or added plural, plurals of mass nouns, regularised plurals."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.tables import table
from gec.synthesis.words import (
    CLOSED,
    DETERMINERS,
    MASS_NOUNS,
    PLURAL_CUES,
    POSSESSIVES,
    PREPOSITIONS,
    SINGULAR_CUES,
    SUBJECT_PRONOUNS,
)

_DEFINITE = POSSESSIVES | {"the"}
IRREGULAR = table("irregular_plurals.tsv")


def singular(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A plural loses its ending; nouns after a number or quantifier first."""
    cued, free = [], []
    for i in s.words():
        word = s.low[i]
        forms = res.lexicon[word]
        if forms.plural != word or word in CLOSED or (not s.tok[i].islower() and not s.starts_sentence(i)):
            continue
        if _cue(s, i, PLURAL_CUES):
            cued.append((i, forms.singular))
        elif _nominal(s, i, forms) and (rng.random() < 0.25 or not _hidden(s, i)):
            free.append((i, forms.singular))
    if cued and (not free or rng.random() < 0.6):
        return s.replace_one(rng, cued)
    return s.replace_one(rng, free)


def plural(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A singular gets a plural ending where "a", "this", "every" or a verb says it must not."""
    cued, free = [], []
    for i in s.words():
        word = s.low[i]
        forms = res.lexicon[word]
        if forms.singular != word or not forms.plural or word in CLOSED or not s.tok[i].islower() or len(word) < 3:
            continue
        if not _head(s, i, res):
            continue
        if s.word_at(i - 1) in SINGULAR_CUES or (_cue(s, i, SINGULAR_CUES) and not forms.adjective):
            cued.append((i, forms.plural))
        elif _nominal(s, i, forms) and s.word_at(i + 1) in ("is", "was", "has", "does", "of"):
            free.append((i, forms.plural))
    if cued and (not free or rng.random() < 0.7):
        return s.replace_one(rng, cued)
    return s.replace_one(rng, free)


def mass(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A mass noun gets a plural ending ("informations")."""
    return s.replace_one(
        rng,
        [
            (i, MASS_NOUNS[s.low[i]])
            for i in s.words()
            if s.low[i] in MASS_NOUNS and _head(s, i, res) and _nominal(s, i, res.lexicon[s.low[i]])
        ],
    )


def irregular(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """An irregular plural built by rule ("childs", "lifes")."""
    return s.replace_one(
        rng,
        [(i, wrong) for i in s.words() if s.low[i] in IRREGULAR for wrong in IRREGULAR[s.low[i]]],
    )


def _cue(s: Sentence, i: int, cues: frozenset[str]) -> bool:
    return s.word_at(i - 1) in cues or (
        s.word_at(i - 2) in cues and s.word_at(i - 1) not in CLOSED and s.word_at(i - 1) != ""
    )


def _nominal(s: Sentence, i: int, forms) -> bool:
    """Whether the word is likely a noun here: hardly a verb, or after a determiner."""
    before = s.word_at(i - 1)
    if forms.verb_share < 0.12 and before not in SUBJECT_PRONOUNS and before != "to":
        return not forms.adjective or before in DETERMINERS
    return before in DETERMINERS or ((before in PREPOSITIONS and before != "to") and before not in SUBJECT_PRONOUNS)


def _hidden(s: Sentence, i: int) -> bool:
    """Whether nothing would show that a singular is wrong: "the" or "my" before, no plural verb after."""
    defined = not {s.word_at(i - 1), s.word_at(i - 2)}.isdisjoint(_DEFINITE)
    return defined and s.word_at(i + 1) not in ("are", "were", "have", "do", "don't")


def _head(s: Sentence, i: int, res: Resources) -> bool:
    """Whether no further noun follows, as in "a car park"."""
    following = s.word_at(i + 1)
    return (
        following == ""
        or following in CLOSED
        or not (res.lexicon[following].singular or res.lexicon[following].adjective)
    )
