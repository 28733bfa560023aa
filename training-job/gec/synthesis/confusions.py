"""One word for another that sounds, looks or means alike."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence

# Where a word is far too common for its share of confusions, most draws pass it by.
_COMMON = frozenset("and is his has was no not one be by for in it the to so want like that this them".split())


def confuse(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A member of a confusion set for another."""
    places = [i for i in s.words() if s.low[i] in res.confusions and (s.low[i] not in _COMMON or rng.random() < 0.15)]
    if not places:
        return False
    i = rng.choice(places)
    s.replace(i, rng.choice(res.confusions[s.low[i]]))
    return True


def substitute(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A word for another as counted in learner-style pairs (verbs, prepositions, all sorts)."""
    places = [i for i in s.words() if s.low[i] in res.substitutions and s.tok[i] != "I"]
    if not places:
        return False
    i = rng.choices(places, [res.substitutions[s.low[i]][1][-1] ** 0.3 for i in places])[0]
    words, cumulative = res.substitutions[s.low[i]]
    s.replace(i, rng.choices(words, cum_weights=cumulative)[0])
    return True


def phrase(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """One to three words for others as counted in learner-style pairs ("to buy" for "buying")."""
    places = [(i, size) for i in s.words() for size in (1, 2, 3) if s.phrase_at(i, size) in res.phrases]
    if not places:
        return False
    i, size = rng.choice(places)
    wrong, cumulative = res.phrases[s.phrase_at(i, size)]
    for _ in range(size - 1):
        s.delete(i + 1)
    s.replace(i, rng.choices(wrong, cum_weights=cumulative)[0])
    return True


def of_have(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """ "Could of" for "could have"."""
    modals = ("could", "would", "should", "might", "must", "couldn't", "wouldn't", "shouldn't")
    return s.replace_one(rng, [(i, "of") for i in s.words() if s.low[i] == "have" and s.word_at(i - 1) in modals])
