"""Marks missing, added or wrong, and apostrophes and hyphens left out."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import MARK, WORD, Sentence

_ENDS = (".", "?", "!")


def final(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """The last mark is missing."""
    last = len(s.tok) - 1
    if last < 1 or s.tok[last] not in _ENDS or s.tok[last - 1] in _ENDS:
        return False
    s.delete(last)
    return True


def terminal(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A question ends in a full stop, or the text in a comma or two stops."""
    last = len(s.tok) - 1
    if last < 1 or s.used[last] or s.tok[last - 1] in _ENDS:
        return False
    if s.tok[last] == "?":
        return _mark(s, last, ".")
    if s.tok[last] == ".":
        return _mark(s, last, "," if rng.random() < 0.4 else "..")
    return False


def comma_drop(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A comma is missing."""
    places = [i for i, token in enumerate(s.tok) if token == "," and 0 < i < len(s.tok) - 1 and s.gap[i + 1]]
    if not places:
        return False
    s.delete(rng.choice(places))
    return True


_NO_COMMA_BEFORE = frozenset("that than of to is are was were because if when".split())


def comma_add(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A comma where none belongs: before "that", a verb, "because" or "and"."""
    places = [
        i
        for i in s.words()
        if i > 1
        and s.low[i] in _NO_COMMA_BEFORE
        and s.kind[i - 1] == WORD
        and s.gap[i] == " "
        and s.low[i - 1] not in _NO_COMMA_BEFORE
    ]
    if not places:
        return False
    _insert_mark(s, rng.choice(places), ",")
    return True


def comma_to_stop(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A comma becomes a full stop, with or without a capital after it (a fragment)."""
    places = [
        i
        for i, t in enumerate(s.tok)
        if t == "," and 2 < i < len(s.tok) - 3 and s.kind[i + 1] == WORD and s.gap[i + 1] and not s.used[i]
    ]
    if not places:
        return False
    i = rng.choice(places)
    if rng.random() < 0.7:
        s.tok[i + 1] = s.tok[i + 1][0].upper() + s.tok[i + 1][1:]
    return _mark(s, i, ".")


def apostrophe(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """The apostrophe of a possessive is left out or put after the s."""
    proposals = []
    for i in s.words():
        word = s.low[i]
        if word.endswith("'s") and len(word) > 4:
            proposals.append((i, word[:-2] + "s"))
    plural = [i for i, t in enumerate(s.tok) if t == "'" and i > 0 and s.low[i - 1].endswith("s") and not s.gap[i]]
    if plural and (not proposals or rng.random() < 0.5) and sum(t == "'" for t in s.tok) == 1:
        s.delete(plural[0])
        return True
    return s.replace_one(rng, proposals)


def apostrophe_add(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A plural is written with an apostrophe (the greengrocer's one)."""
    proposals = []
    for i in s.words():
        word = s.low[i]
        if len(word) > 3 and word.endswith("s") and res.lexicon[word].plural == word:
            proposals.append((i, word[:-1] + "'s"))
    return s.replace_one(rng, proposals)


def hyphen(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A hyphen becomes a space or vanishes."""
    places = [
        i
        for i, t in enumerate(s.tok)
        if t == "-"
        and 0 < i < len(s.tok) - 1
        and s.kind[i - 1] == WORD == s.kind[i + 1]
        and not s.gap[i]
        and not s.gap[i + 1]
    ]
    if not places:
        return False
    i = rng.choice(places)
    s.delete(i)
    s.gap[i] = " " if rng.random() < 0.75 else ""
    return True


def semicolon(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A semicolon or colon becomes a comma or nothing."""
    places = [i for i, t in enumerate(s.tok) if t in (";", ":") and 0 < i < len(s.tok) - 1 and s.gap[i + 1]]
    if not places:
        return False
    i = rng.choice(places)
    if rng.random() < 0.75:
        return _mark(s, i, ",")
    s.delete(i)
    return True


def _mark(s: Sentence, i: int, new: str) -> bool:
    s.tok[i] = s.low[i] = new
    s.used[i] = True
    return True


def _insert_mark(s: Sentence, i: int, mark: str) -> None:
    s.tok.insert(i, mark)
    s.low.insert(i, mark)
    s.gap.insert(i, "")
    s.kind.insert(i, MARK)
    s.used.insert(i, True)
