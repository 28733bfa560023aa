"""Prepositions confused, missing and added."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.words import CLOSED, DETERMINERS, PRONOUNS

# What writers put in place of each, the commoner ones repeated.
SWAPS = {
    "in": "on on on at at to of for into by".split(),
    "on": "in in in at at to about of for".split(),
    "at": "in in in on on to for by".split(),
    "to": "for for for at in of on with".split(),
    "for": "to to to of of since during in on".split(),
    "of": "from from for in to about on off".split(),
    "from": "of of for in at since by to".split(),
    "with": "to by by of for from in".split(),
    "by": "with with from for of in until on".split(),
    "about": "of of on for in to at".split(),
    "into": "in in to on".split(),
    "onto": "on on in".split(),
    "during": "in for while at".split(),
    "since": "for from from".split(),
    "between": "among".split(),
    "among": "between in of".split(),
    "through": "by in from with".split(),
    "until": "by to till".split(),
    "as": "like like for".split(),
    "like": "as as".split(),
    "than": "then as from of".split(),
    "against": "to with from".split(),
    "towards": "to on".split(),
    "toward": "to on".split(),
    "within": "in into".split(),
    "before": "ago until".split(),
    "besides": "beside".split(),
    "without": "with no".split(),
    "over": "on above".split(),
    "after": "since then".split(),
}
# Verbs that take no preposition and the one that learners give them.
TRANSITIVE = {
    "discuss": "about", "mention": "about", "enter": "to", "reach": "to", "marry": "with", "contact": "with",
    "answer": "to", "resemble": "to", "lack": "of", "request": "for", "emphasize": "on", "attend": "to", "visit": "to",
    "phone": "to", "affect": "to", "approach": "to", "influence": "on", "meet": "with", "ask": "to", "tell": "to",
    "join": "to", "help": "to", "need": "of", "love": "to", "follow": "to", "describe": "about", "explain": "about",
    "study": "about", "consider": "about", "face": "with", "leave": "from", "obey": "to", "order": "for", "call": "to",
}  # fmt: skip
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
            if s.low[i] in _DROPPABLE and not s.starts_sentence(i) and s.word_at(i - 1) and s.word_at(i + 1)
            and not _infinitive(s, i, res)
        ],
    )


def add(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A preposition after a verb that takes a bare object ("discuss about"); seldom after any verb."""
    proposals = []
    for i in s.words():
        following = s.word_at(i + 1)
        if following not in DETERMINERS and following not in PRONOUNS:
            continue
        forms = res.lexicon[s.low[i]]
        preposition = TRANSITIVE.get(forms.verb.get("VB", "")) if forms.verb_tags else None
        if preposition:
            proposals.append((i, f"{s.low[i]} {preposition}"))
        elif forms.verb_share > 0.8 and forms.verb_tags and s.low[i] not in CLOSED and rng.random() < 0.15:
            proposals.append((i, f"{s.low[i]} {rng.choice(_STRAY)}"))
    return s.replace_one(rng, proposals)


def _infinitive(s: Sentence, i: int, res: Resources) -> bool:
    return s.low[i] == "to" and "VB" in res.lexicon[s.word_at(i + 1)].verb_tags
