"""Subject and verb that do not agree."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.tables import table
from gec.synthesis.words import (
    CLOSED,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    SINGULAR_SUBJECTS,
    SUBJECT_PRONOUNS,
)

_PAIRS = table("agreement.tsv")
_PLURAL_PAIRS = {"have": "has", "do": "does", "don't": "doesn't", "haven't": "hasn't"}
_RELATIVES = frozenset("who that which it he she".split())


def auxiliary(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Is/are, was/were, has/have, does/do swapped."""
    proposals = []
    for i in s.words():
        word = s.low[i]
        if word in _PAIRS and (word != "am" or s.word_at(i - 1) == "i"):
            proposals.extend((i, other) for other in _PAIRS[word])
        elif word in _PLURAL_PAIRS and _plural_subject(s, i - 1, res):
            proposals.append((i, _PLURAL_PAIRS[word]))
    return s.replace_one(rng, proposals)


def drop_s(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A third-person verb loses its -s ("he go")."""
    proposals = []
    for i in s.words():
        forms = res.lexicon[s.low[i]]
        if "VBZ" not in forms.verb_tags or s.low[i] in _PAIRS or s.low[i] == "its":
            continue
        noun_place = s.word_at(i - 1) in DETERMINERS or s.word_at(i - 1) in PREPOSITIONS
        if (forms.verb_share > 0.45 and not noun_place) or _singular_subject(s, i, res):
            proposals.append((i, forms.verb["VB"]))
    return s.replace_one(rng, proposals)


def add_s(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A plural or first-person verb gets an -s ("they goes")."""
    proposals = []
    for i in s.words():
        word = s.low[i]
        forms = res.lexicon[word]
        if word in CLOSED or "VBP" not in forms.verb_tags or "VBZ" not in forms.verb or "VBD" in forms.verb_tags:
            continue
        before = s.word_at(i - 1)
        if (before in ("i", "you", "we", "they") and s.word_at(i - 2) not in MODALS and not _inverted(s, i)) or (
            _plural_subject(s, i - 1, res) and not forms.singular and not forms.adjective
        ):
            proposals.append((i, forms.verb["VBZ"]))
    return s.replace_one(rng, proposals)


def _plural_subject(s: Sentence, i: int, res: Resources) -> bool:
    word = s.word_at(i)
    if word in ("i", "you", "we", "they", "people", "who"):
        return not _inverted(s, i + 1)
    return bool(word) and word not in CLOSED and res.lexicon[word].plural == word


def _inverted(s: Sentence, i: int) -> bool:
    """Whether an auxiliary stands before the pronoun at i - 1 ("do you have")."""
    return s.word_at(i - 2) in MODALS or s.word_at(i - 2) in (
        "do",
        "did",
        "does",
        "don't",
        "didn't",
        "let",
        "make",
        "to",
    )


def _singular_subject(s: Sentence, i: int, res: Resources) -> bool:
    before = s.word_at(i - 1)
    if before in SINGULAR_SUBJECTS or before in _RELATIVES:
        return True
    if before in (
        "always",
        "usually",
        "often",
        "never",
        "also",
        "sometimes",
        "only",
        "really",
        "just",
        "still",
    ):
        before = s.word_at(i - 2)
        if before in SINGULAR_SUBJECTS or before in _RELATIVES:
            return True
    if not before or before in CLOSED or before in SUBJECT_PRONOUNS:
        return False
    following = s.word_at(i + 1)
    return (
        res.lexicon[before].singular == before
        and not res.lexicon[before].adjective
        and (
            following in ("the", "a", "an", "to", "his", "her", "my", "their", "our", "that")
            or following in PREPOSITIONS
        )
    )
