"""Prepositions confused, missing and added."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.tables import table
from gec.synthesis.words import CLOSED, DETERMINERS, PRONOUNS

# What writers put in place of each, the commoner ones repeated.
SWAPS = table("prepositions.tsv")
# Verbs that take no preposition and the one that learners give them.
TRANSITIVE = table("transitive_verbs.tsv")
_STRAY = ("to", "to", "of", "on", "for", "with", "about", "in", "at")
_DROPPABLE = frozenset("to of for in on at from with about by".split())


def swap(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """One preposition for another; "to" before a verb stays."""
    places = [i for i in s.words() if s.low[i] in SWAPS and not _infinitive(s, i, res)]
    if not places:
        return False
    i = rng.choice(places)
    s.replace(i, rng.choice(SWAPS[s.low[i]]))
    return True


def drop(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A preposition is missing after a verb, noun or adjective."""
    return s.replace_one(
        rng,
        [
            (i, "")
            for i in s.words()
            if s.low[i] in _DROPPABLE
            and not s.starts_sentence(i)
            and s.word_at(i - 1)
            and s.word_at(i + 1)
            and not _infinitive(s, i, res)
        ],
    )


def add(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A preposition after a verb with a bare object ("discuss about"); seldom after any verb."""
    proposals = []
    for i in s.words():
        following = s.word_at(i + 1)
        if following not in DETERMINERS and following not in PRONOUNS:
            continue
        forms = res.lexicon[s.low[i]]
        habitual = TRANSITIVE.get(forms.verb.get("VB", ""), ()) if forms.verb_tags else ()
        if habitual:
            proposals.extend((i, f"{s.low[i]} {preposition}") for preposition in habitual)
        elif forms.verb_share > 0.8 and forms.verb_tags and s.low[i] not in CLOSED and rng.random() < 0.15:
            proposals.append((i, f"{s.low[i]} {rng.choice(_STRAY)}"))
    return s.replace_one(rng, proposals)


def _infinitive(s: Sentence, i: int, res: Resources) -> bool:
    return s.low[i] == "to" and "VB" in res.lexicon[s.word_at(i + 1)].verb_tags
