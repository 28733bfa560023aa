"""Small words missing, added or doubled, and clauses run together."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import MARK, WORD, Sentence
from gec.synthesis.tables import table
from gec.synthesis.words import CLOSED, CONJUNCTIONS, SUBJECT_PRONOUNS

# How often each small word is missing, per occurrence of it.
_MISSING = {word: int(weight) for word, (weight,) in table("missing_words.tsv").items()}
_EXTRA = table("extra_words.tsv")


def drop(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A function word is missing."""
    places = [
        i
        for i in s.words()
        if s.low[i] in _MISSING and not s.starts_sentence(i) and s.word_at(i - 1) and s.word_at(i + 1)
    ]
    if not places:
        return False
    s.delete(rng.choices(places, [_MISSING[s.low[i]] for i in places])[0])
    return True


def add(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A needless word ("return back", "must to", "for to go")."""
    proposals = []
    for i in s.words():
        if s.low[i] == "to" and "VB" in res.lexicon[s.word_at(i + 1)].verb_tags:
            if rng.random() < 0.2:
                proposals.append((i, "for to"))
        else:
            proposals.extend((i, new) for new in _EXTRA.get(s.low[i], ()))
    return s.replace_one(rng, proposals)


def double(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A word typed twice, mostly a small one."""
    places = [i for i in s.words() if s.word_at(i + 1) and s.tok[i].islower()]
    small = [i for i in places if s.low[i] in CLOSED]
    if small and rng.random() < 0.85:
        places = small
    if not places:
        return False
    i = rng.choice(places)
    s.replace(i, f"{s.tok[i]} {s.low[i]}")
    return True


def run_on(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Two sentences with a comma or nothing between them, or no comma before a conjunction."""
    places = [
        i
        for i, t in enumerate(s.tok)
        if t in (".", ";", "!")
        and 1 < i < len(s.tok) - 2
        and s.kind[i + 1] == WORD
        and s.gap[i + 1]
        and s.kind[i - 1] == WORD
        and len(s.tok[i - 1]) > 2
        and not s.used[i]
    ]
    if not places:
        return False
    i = rng.choice(places)
    following = s.tok[i + 1]
    if following[1:].islower() and (s.low[i + 1] in CLOSED or s.low[i + 1] in SUBJECT_PRONOUNS) and following != "I":
        s.tok[i + 1] = s.low[i + 1]
    if rng.random() < 0.55:
        s.tok[i] = s.low[i] = ","
        s.used[i] = True
    else:
        s.delete(i)
    return True


def conjunction(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """No comma before and, but or so between clauses, or no conjunction after the comma."""
    places = [
        i
        for i, t in enumerate(s.tok)
        if t == ","
        and s.kind[i] == MARK
        and s.word_at(i + 1) in ("and", "but", "so")
        and s.word_at(i + 2) in SUBJECT_PRONOUNS
    ]
    if not places:
        return False
    i = rng.choice(places)
    s.delete(i + 1 if rng.random() < 0.3 else i)
    return True


def clause_order(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """The comma after an opening clause ("When it rains, …") is missing."""
    if not s.tok or s.word_at(0) not in CONJUNCTIONS | {
        "in",
        "for",
        "after",
        "before",
        "as",
        "however",
        "first",
    }:
        return False
    for i, t in enumerate(s.tok):
        if t == "," and 0 < i < len(s.tok) - 2:
            s.delete(i)
            return True
    return False
