"""Capital letters lost or added."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import WORD, Sentence
from gec.synthesis.words import CLOSED, PROPER_WORDS


def start(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A sentence begins with a small letter."""
    places = [i for i in s.words() if s.starts_sentence(i) and _title(s.tok[i]) and s.tok[i] != "I"]
    return _lower(s, rng, places)


def pronoun_i(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Every "I" (and "I'm", "I've"…) of the sentence becomes small."""
    places = [i for i in s.words() if s.tok[i] == "I" or s.tok[i].startswith("I'")]
    for i in places:
        _put(s, i, s.low[i])
    return bool(places)


def proper(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A name loses its capital; well-known ones (days, languages, countries) more often."""
    places = [i for i in s.words() if i > 0 and _title(s.tok[i]) and len(s.tok[i]) > 2 and not s.starts_sentence(i)]
    known = [i for i in places if s.low[i] in PROPER_WORDS]
    if known:
        places = known
    elif rng.random() < 0.6:
        return False
    return _lower(s, rng, places)


def random_capital(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A common noun or adjective inside the sentence gets a capital."""
    places = [
        i
        for i in s.words()
        if i > 0
        and s.tok[i].islower()
        and len(s.tok[i]) > 3
        and s.low[i] not in CLOSED
        and res.lexicon[s.low[i]].singular
        and not s.starts_sentence(i)
    ]
    if not places:
        return False
    i = rng.choice(places)
    _put(s, i, s.tok[i][0].upper() + s.tok[i][1:])
    return True


def all_lower(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """The whole text in small letters, as in a chat; words in capitals stay."""
    changed = False
    for i, kind in enumerate(s.kind):
        if kind == WORD and not (len(s.tok[i]) > 1 and s.tok[i].isupper()) and s.tok[i] != s.low[i]:
            s.tok[i] = s.low[i]
            changed = True
    return changed


def all_upper(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A word in the middle SHOUTED."""
    places = [i for i in s.words() if len(s.tok[i]) > 3 and s.tok[i].islower()]
    if not places:
        return False
    i = rng.choice(places)
    _put(s, i, s.tok[i].upper())
    return True


def _title(token: str) -> bool:
    return token[0].isupper() and (len(token) == 1 or token[1:].islower())


def _lower(s: Sentence, rng: random.Random, places: list[int]) -> bool:
    if not places:
        return False
    i = rng.choice(places)
    _put(s, i, s.low[i])
    return True


def _put(s: Sentence, i: int, token: str) -> None:
    s.tok[i] = token
    s.used[i] = True
