"""Pronouns in the wrong case, number or form."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.tables import table
from gec.synthesis.words import MODALS, PREPOSITIONS

_WRONG = table("pronouns.tsv")
_PERSONS = table("persons.tsv")
_SUBJECTS = frozenset("i he she we they".split())


def wrong(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A pronoun in the wrong case, number or kind; subjects seldom, as in real writing."""
    places = [i for i in s.words() if s.low[i] in _WRONG and (s.low[i] not in _SUBJECTS or rng.random() < 0.08)]
    if not places:
        return False
    i = rng.choice(places)
    if s.low[i] in ("this", "that") and not _determines(s, i, res):
        return False
    if s.tok[i] == "I":
        s.tok[i] = "i"  # so that the new word does not inherit a capital
    s.replace(i, rng.choice(_WRONG[s.low[i]]))
    return True


def drop(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A missing "it", "there" or object pronoun."""
    return s.replace_one(
        rng,
        [
            (i, "")
            for i in s.words()
            if s.low[i] in ("it", "there", "them", "they", "me", "one")
            and not s.starts_sentence(i)
            and (s.word_at(i - 1) or s.word_at(i + 1) in MODALS | {"is", "was"})
        ],
    )


def repeat(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A pronoun repeats the subject ("my brother he is")."""
    proposals = []
    for i in s.words():
        before = s.word_at(i - 1)
        if s.low[i] in ("is", "was", "has", "will", "can") and res.lexicon[before].singular == before != "" and i > 1:
            if s.word_at(i - 2) in ("my", "the", "his", "her", "our") and s.word_at(i - 3) not in PREPOSITIONS:
                proposals.append((i, f"{_PERSONS.get(before, ('it',))[0]} {s.low[i]}"))
        elif s.low[i] in ("are", "were", "have") and res.lexicon[before].plural == before != "":
            proposals.append((i, f"they {s.low[i]}"))
    return s.replace_one(rng, proposals)


def _determines(s: Sentence, i: int, res: Resources) -> bool:
    following = s.word_at(i + 1)
    return bool(following) and res.lexicon[following].singular == following and not res.lexicon[following].verb_tags
