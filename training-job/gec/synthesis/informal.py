"""Hurried and chat writing: contractions without apostrophes, quantifiers, short spellings."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.tables import table
from gec.synthesis.words import SUBJECT_PRONOUNS

_AMBIGUOUS = frozenset("i'll we'll she'll he'll we're we'd i'd he'd she'd".split())
_CONTRACTION_SLIPS = table("contractions.tsv")
_QUANTIFIERS = table("quantifiers.tsv")
_CHAT = table("chat.tsv")


def contraction(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """An apostrophe left out of or misplaced in a contraction."""
    proposals = []
    for i in s.words():
        word = s.low[i]
        if "'" not in word or (word.endswith("'s") and word not in _CONTRACTION_SLIPS):
            continue
        if word in _CONTRACTION_SLIPS:
            proposals.extend((i, slip) for slip in _CONTRACTION_SLIPS[word])
        elif word not in _AMBIGUOUS or rng.random() < 0.3:
            proposals.append((i, word.replace("'", "")))
    return s.replace_one(rng, proposals)


def apostrophes(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Every apostrophe of the text is left out, as in a chat."""
    places = [i for i in s.words() if "'" in s.low[i]]
    for i in places:
        s.replace(i, s.low[i].replace("'", ""))
    return bool(places)


def quantifier(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Much for many, less for fewer, most of for most."""
    return s.replace_one(
        rng,
        [(i, w) for i in s.words() for w in _QUANTIFIERS.get(s.low[i], ()) if _fits(s, i, w, res)],
    )


def _fits(s: Sentence, i: int, wrong: str, res: Resources) -> bool:
    """ "Most of" only before a plural noun (not "most of famous"), "amount" only before "of"."""
    following = s.word_at(i + 1)
    if wrong in ("amount", "number"):
        return following == "of"
    return not wrong.endswith(" of") or (following != "" and res.lexicon[following].plural == following)


def chat(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Short chat spellings, one or more of them at once."""
    places = [i for i in s.words() if s.low[i] in _CHAT and s.word_at(i - 1) not in ("of",)]
    if not places:
        return False
    for i in rng.sample(places, min(len(places), 1 + (rng.random() < 0.4))):
        s.replace(i, rng.choice(_CHAT[s.low[i]]))
    return True


def subject_drop(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A second subject pronoun is missing ("because is easy")."""
    return s.replace_one(
        rng,
        [
            (i, "")
            for i in s.words()
            if s.low[i] in SUBJECT_PRONOUNS
            and s.word_at(i - 1) in ("because", "and", "but", "that", "if", "when", "so")
        ],
    )
